"""The first gate, through the very entry that a server calls; and pages for what is refused."""

from http import HTTPStatus
from io import BytesIO
from unittest import mock

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory

from tests.pages.reading import plain, soup

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


def serve(method: str, path: str, content_type: str, body: bytes = b"") -> tuple[int, str]:
    """Status and text of the answer that config.wsgi gives to a server."""
    # What a server does as it starts would stay with this process: its limits are no test's.
    with mock.patch("config.start.limit_waits"):
        from config.wsgi import application

    environ = RequestFactory()._base_environ(
        REQUEST_METHOD=method, PATH_INFO=path, CONTENT_TYPE=content_type, CONTENT_LENGTH=str(len(body))
    )
    environ |= {"QUERY_STRING": "q=g%E1%BB%91m", "wsgi.input": BytesIO(body)}
    said = []
    # It would close the connection that holds the test's transaction.
    request_started.disconnect(close_old_connections)
    try:
        answer = application(environ, lambda status, headers, *_rest: said.append(int(status.split()[0])))
    finally:
        request_started.connect(close_old_connections)
    return said[0], b"".join(answer).decode()


@pytest.mark.parametrize("charset", ["hex", "utf-7", "undefined", "idna", "utf-16", "latin-1", "no-such", "\x00", ""])
def test_a_form_in_a_charset_of_nobodys_gets_the_page_for_what_cannot_be_read(page_tree, charset):
    status, text = serve("POST", "/tim/", f"{FORM}; charset={charset}", b"q=+2AA-")
    assert status == HTTPStatus.BAD_REQUEST
    assert "Không đọc được yêu cầu này" in text
    assert "We could not read this request" in text


@pytest.mark.parametrize("charset", ["hex", "utf-7", "undefined"])
def test_the_charset_of_a_page_that_is_only_read_says_nothing(page_tree, charset):
    status, text = serve("GET", "/tim/", f"text/html; charset={charset}")
    assert status == HTTPStatus.OK
    assert "gốm" in text


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "us-ascii"])
def test_a_form_in_our_charset_is_read(page_tree, charset):
    assert serve("POST", "/tai-khoan/login/", f"{FORM}; charset={charset}", b"login=a")[0] == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    "path", ["/media/" + "a" * 5_000, "/documents/" + "9" * 5_000 + "/a.pdf", "/static/" + "a" * 300 + "/"]
)
def test_what_no_file_and_no_row_can_be_called_is_a_missing_page(client, page_tree, path):
    response = client.get(path)
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "Đường này ra đồng mất rồi" in plain(soup(response))


def test_a_cookie_that_is_rubbish_is_as_if_there_were_none(page_tree):
    client = Client()
    response = client.get("/", HTTP_COOKIE='sessionid="abcdefgh\\000\\001"; messages="\\000"; csrftoken="\\377\\000"')
    assert response.status_code == HTTPStatus.OK
