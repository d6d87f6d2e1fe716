"""Steps of late cancelling: how they are written, typed and read."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from experiences.cms.cancel_steps import CancelStepsField
from experiences.terms import CancelStep, read_steps, validate_steps
from experiences.texts import cancel_step_lines
from tests.factories import make_experience


def test_steps_are_read_from_the_earliest_on():
    assert read_steps("72:80 24:50") == (CancelStep(72, 80), CancelStep(24, 50))
    assert read_steps("") == ()


@pytest.mark.parametrize("text", ["24:50", "72:80 24:50 0:10", "0:0", "2160:99"])
def test_both_numbers_fall_and_so_it_can_be_kept(text):
    validate_steps(text)


@pytest.mark.parametrize(
    "text",
    [
        "24",
        "?",
        "24:50:10",
        "24:100",
        "2161:50",
        "24:50 24:20",
        "24:50 48:20",
        "48:50 24:50",
        "9:4 8:3 7:2 6:1",
        "-1:5",
    ],
)
def test_what_guests_could_not_follow_is_refused_with_a_sentence(text):
    for language in ("vi", "en"):
        with translation.override(language), pytest.raises(ValidationError) as caught:
            validate_steps(text)
        assert caught.value.messages[0].endswith(".")


@pytest.mark.django_db
def test_the_first_step_begins_after_the_time_of_cancelling_free_of_charge():
    experience = make_experience(free_cancel_hours=24, cancel_steps="24:50")
    with pytest.raises(ValidationError) as caught:
        experience.full_clean()
    assert set(caught.value.message_dict) == {"cancel_steps"}
    experience.cancel_steps = "nửa tiền"
    with pytest.raises(ValidationError) as caught:
        experience.full_clean()
    assert len(caught.value.message_dict["cancel_steps"]) == 1
    experience.cancel_steps = "23:50"
    experience.full_clean()


@pytest.mark.parametrize("typed", ["24: 50\n6: 20", "24 giờ 50 %\r\n\r\n6 giờ: 20%", "24:50\n6:20\n"])
def test_a_line_with_two_numbers_is_a_step_however_it_is_typed(typed):
    assert CancelStepsField().clean(typed) == "24:50 6:20"


@pytest.mark.parametrize("typed", ["24 50 6 20", "nửa tiền", "24"])
def test_what_cannot_be_read_stays_as_it_was_typed_and_is_no_step(typed):
    field = CancelStepsField()
    with pytest.raises(ValidationError):
        validate_steps(field.clean(typed))
    assert field.prepare_value(typed) == typed


def test_what_stands_is_shown_a_line_each_and_sent_back_unchanged():
    field = CancelStepsField()
    shown = field.prepare_value("24:50 6:20")
    assert shown == "24: 50\n6: 20"
    assert not field.has_changed("24:50 6:20", shown)
    assert field.has_changed("24:50 6:20", "24: 50")


def test_they_are_said_in_words_with_days_where_those_are_whole():
    with translation.override("en"):
        assert cancel_step_lines("72:80 24:50") == [
            "Up to 3 days before, 80% of the price comes back.",
            "Up to 24 hours before, 50% of the price comes back.",
            "Later nothing comes back. Never more than you have paid ahead is kept.",
        ]
        assert cancel_step_lines("0:0") == ["Later nothing comes back. Never more than you have paid ahead is kept."]
        assert cancel_step_lines("0:30")[0] == "Until it begins, 30% of the price comes back."
        assert cancel_step_lines("") == []
