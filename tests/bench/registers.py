"""Lists of the OCOP register beside a hundred products and beside many: within one run, and in turns."""

import os
from functools import partial

from tests.bench.figures import Tally, line, percentile
from tests.bench.processes import Helper
from tests.bench.stage import Stage, measured, say

PRODUCTS = int(os.environ.get("BENCH_PRODUCTS", "10000"))
FEW = 100
# Of how many products a dossier is on its way: of a fifth, and among few so many that their list has a full page.
DOSSIERS = PRODUCTS // 5
COUNT, COLD = 15, 5
AIM = 1.2


def compare(stage: Stage, rounds: int):
    """A line for each list. `changed_ms`: what a reader waits who comes first after a change, beside few and many."""
    few, many = _register(stage, "few_products", FEW, FEW), _register(stage, "many_products", PRODUCTS, DOSSIERS)
    backends = {helper: stage.backends(name) for helper, name in ((few, "few_products"), (many, "many_products"))}
    for name in many.ask("lists")["names"]:
        say(f"{stage.kind}: {name}, {PRODUCTS:,} products …")
        changed = {}
        for helper in (few, many):
            times = helper.ask("list", name=name, count=COLD, changed=True)["times"][name]
            changed[helper] = round(percentile(times, 0.5), 1)
            helper.ask("list", name=name, count=3)
        floor, subject = Tally(), Tally()
        for _ in range(2 * rounds):
            for helper, tally in ((few, floor), (many, subject)):
                ask = partial(helper.ask, "list", name=name, count=COUNT)
                tally.add(measured(helper, backends[helper], ask, COUNT))
        yield line(
            f"{name}, {PRODUCTS:,} products",
            database=stage.kind,
            clients=1,
            subject=subject,
            floor=floor,
            aim=AIM,
            changed_ms=[changed[few], changed[many]],
        )


def _register(stage: Stage, name: str, products: int, dossiers: int) -> Helper:
    say(f"{stage.kind}: a register of {products:,} products …")
    stage.database(name, copy_of="empty")
    helper = stage.helper(name)
    helper.ask("register", products=products, dossiers=dossiers)
    return helper
