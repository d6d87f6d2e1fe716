"""Names of things that the facts know by numbers."""

# BIN and name of banks that hosts are paid at, as Napas gives them for transfers to an account (VietQR).
BANKS = {
    "970416": "ACB",
    "970405": "Agribank",
    "970418": "BIDV",
    "970431": "Eximbank",
    "970437": "HDBank",
    "970449": "LPBank",
    "970422": "MB Bank",
    "970426": "MSB",
    "970448": "OCB",
    "970403": "Sacombank",
    "970440": "SeABank",
    "970443": "SHB",
    "970407": "Techcombank",
    "970423": "TPBank",
    "970441": "VIB",
    "970436": "Vietcombank",
    "970415": "VietinBank",
    "970432": "VPBank",
}


def bank_text(bank_bin: str) -> str:
    """`Vietcombank`, or the number of a bank that we have no name for."""
    return BANKS.get(bank_bin, bank_bin)
