"""Look at the OCOP register afresh and say what does not add up. Changes nothing; may run beside the site."""

import json
from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from common.data.db import which_database
from common.data.migrated import unapplied
from ocop.domain.audit.run import INVARIANTS, audit

SHOWN = 20


class Command(BaseCommand):
    help = f"{__doc__} Ends with 1 where something is wrong."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="check these invariants alone")
        parser.add_argument("--list", action="store_true", help="list the invariants and check nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object a line, every finding")
        parser.add_argument("--most", type=int, default=SHOWN, help=f"lines for each invariant (default {SHOWN})")

    def handle(self, *args, only: list[str], most: int, **options) -> None:
        unknown = sorted(set(only) - set(INVARIANTS))
        if unknown:
            raise CommandError(f"No such invariant: {', '.join(unknown)}. --list names them.", returncode=2)
        if options["list"]:
            for item in INVARIANTS.values():
                self.stdout.write(f"{item.name:<22}{item.promise}")
            return
        if unapplied():
            raise CommandError(f"{which_database()} is not migrated, so there is nothing to check.", returncode=2)
        told: Counter[str] = Counter()
        for found in audit(now=timezone.now(), only=only):
            told[found.invariant] += 1
            if options["json"]:
                self.stdout.write(json.dumps(vars(found), ensure_ascii=False))
            elif told[found.invariant] <= most:
                self.stdout.write(f"FAULT {found.invariant}: {found.subject} {found.text}")
        if not options["json"]:
            for name, number in sorted(told.items()):
                if number > most:
                    self.stdout.write(f"{name}: {number - most} more faults")
            wrong = f"{told.total()} faults" if told else "nothing wrong"
            self.stdout.write(f"{len(only or INVARIANTS)} invariants checked: {wrong}.")
        if told:
            raise SystemExit(1)
