"""What a person's name cannot hold."""

import re

# "www.", "http://", or a word with a domain's ending; "T. Hà", "Mr.Nam" and "St.John" are names.
ENDINGS = "com|net|org|info|biz|vn|io|me|co|xyz|shop|site|online|top|club|link|click|store|app|live|vip|ru|cn|asia|page"
WEB_ADDRESS = re.compile(rf"://|\bwww\.|[\w-]{{2,}}\.(?:{ENDINGS})\b(?!\.?\w)|@[\w-]+\.\w", re.IGNORECASE)


def has_web_address(text: str) -> bool:
    """Whether `text` has an address of the web or of mail in it: a name with one carries somebody's advertisement."""
    return WEB_ADDRESS.search(text) is not None
