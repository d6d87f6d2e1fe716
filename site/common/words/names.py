"""What a person's name cannot hold."""

import re
import unicodedata

ENDINGS = (
    "com|net|org|info|biz|edu|gov|mobi|app|dev|pro|xyz|shop|store|site|online|top|club|link|click|live|vip|page|blog|tech|"
    "space|fun|world|news|chat|games|win|bet|casino|loan|money|icu|cyou|sbs|asia|vn|io|ai|gg|me|co|cc|tk|ml|gq|cf|gl|gd|"
    "tv|fm|ws|ru|cn|uk|us|eu|fr|jp|kr|tw|hk|sg"
)
# "www.", "http://", a word with a domain's ending, a path behind any domain, a mail address, a machine's number.
# "T. Hà", "Mr.Nam" and "St.John" are names; endings that are names themselves, such as "ly", are left out.
WEB_ADDRESS = re.compile(
    rf"://|\bwww\.|[\w-]{{2,}}\.(?:{ENDINGS})\b|\w\.\w+/\w|@[\w-]+\.\w|\b\d{{1,3}}(?:\.\d{{1,3}}){{3}}\b",
    re.IGNORECASE,
)
# Well-known short addresses whose endings are names or words: "Khánh.Ly" is a name, "bit.ly" is none.
SHORT = re.compile(
    r"\b(?:(?:bit|adf|buff|cutt|ow|rebrand|snip)\.ly|youtu\.be|linktr\.ee|(?:amzn|lnk)\.to|fb\.watch|shorturl\.at)\b",
    re.IGNORECASE,
)
# How people write a dot that programs should not see: "[.]", "(dot)", and the ideographic one.
DOT = re.compile(r"[\[({]\s*(?:\.|dot|chấm)\s*[\])}]|。", re.IGNORECASE)
# "Ms.Ai" is a name though "ai" ends domains.
TITLE = re.compile(r"\b(?:mrs?|ms|miss|dr|prof|st|ts|ths|bs|ks|gs|pgs)\.(?=(?:ai|co|me)(?:\s|$))", re.IGNORECASE)


def has_web_address(text: str) -> bool:
    """Whether `text` has an address of the web or of mail in it: a name with one carries somebody's advertisement.

    Full-width letters and dots are read as plain ones, and signs that are not seen are left out.
    """
    seen = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    plain = TITLE.sub("", DOT.sub(".", seen))
    return any(pattern.search(plain) for pattern in (WEB_ADDRESS, SHORT))
