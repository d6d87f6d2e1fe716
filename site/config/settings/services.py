"""Services outside that a site may be joined to; each is off until its address or key is told."""

import environ

env = environ.Env()

# Who takes texts to phones (docs/operating.md says how it is asked). None: nobody signs in by a code to a phone.
TEXT_URL = env("TEXT_URL", default="")
TEXT_KEY = env("TEXT_KEY", default="")
TEXT_SENDER = env("TEXT_SENDER", default="")
# Zalo ZNS, tried before texts where all of it is told: templates as "code=123456,ticket=…,invitation=…".
ZALO_APP_ID = env("ZALO_APP_ID", default="")
ZALO_SECRET_KEY = env("ZALO_SECRET_KEY", default="")
ZALO_REFRESH_TOKEN = env("ZALO_REFRESH_TOKEN", default="")
ZALO_TEMPLATES = env.dict("ZALO_TEMPLATES", default={})
ZALO_SEND_URL = "https://business.openapi.zalo.me/message/template"
ZALO_TOKEN_URL = "https://oauth.zaloapp.com/v4/oa/access_token"  # noqa: S105, an address
# Texts as files, for the demo to show.
TEXT_FOLDER = ""
TEXT_TIMEOUT = 10
# They cost money: for one number in an hour, for the whole site in a day; codes to sign in by are counted apart.
TEXTS_PER_NUMBER = 10
TEXTS_PER_DAY = env.int("TEXTS_PER_DAY", default=500)
CODES_PER_DAY = env.int("CODES_PER_DAY", default=500)
# Who issues VAT invoices (docs/operating.md says how it is asked). None: hosts issue them elsewhere and write it down.
INVOICE_URL = env("INVOICE_URL", default="")
INVOICE_KEY = env("INVOICE_KEY", default="")

# VNPay, for houses that have a contract: where guests pay, and where it is asked (docs/operating.md). Both, or off.
VNPAY_PAY_URL = env("VNPAY_PAY_URL", default="")
VNPAY_API_URL = env("VNPAY_API_URL", default="")
# MoMo: its address, below which each step has its own. Told, or off.
MOMO_URL = env("MOMO_URL", default="")
# ZaloPay: where it is asked, and the site of its pages, which are on another one. Both, or off.
ZALOPAY_API_URL = env("ZALOPAY_API_URL", default="")
ZALOPAY_PAY_URL = env("ZALOPAY_PAY_URL", default="")

# The key by which phones are told (`manage.py make_push_key`). None: nobody is told by phone.
PUSH_KEY = env("PUSH_KEY", default="")
