"""What each municipality pays for a service in a year, from the handbook alone.

Months are taken one at a time, and every number is a fraction until it is rounded. Nothing here
is meant to be fast, or to say where a mistake stands: only to be another way to the same krona.
"""

from tests.naive.charging import fees_of
from tests.naive.damping import damped
from tests.naive.folder import Refused, items, uprates
from tests.naive.holding import refuse_broken_units, refuse_strangers
from tests.naive.keys import is_own, only_rates
from tests.naive.rounding import rounded
from tests.naive.sharing import TWELFTH, added, shares
from tests.naive.two_way import two_way
from tests.naive.who import ALL_MONTHS, months_there

RATES = {"metod": "narmast"}  # each pays its own, whatever the others do


class Allocator:
    """Amounts of services and years, each computed when it is first asked for."""

    def __init__(self, folder):
        self.folder = folder
        self.known = {}
        self.under_way = set()

    def amounts(self, service, year):
        """Give what each pays, by code; whoever pays nothing may be missing or have 0."""
        if not self.folder.there(service, year):
            raise Refused(f"{service} has no figures for {year}")
        refuse_strangers(self, service, year)
        together = self.together(year) if self.is_together(service, year) else [service]
        if (service, year) not in self.known:
            if (service, year) in self.under_way:
                raise Refused("a ring")
            rows = {(each, year) for each in together}
            self.under_way |= rows
            try:
                self.known |= self.work_out(together, year)
            finally:
                self.under_way -= rows
        return self.known[service, year]

    def work_out(self, services, year):
        unit = self.folder.budgets.get(year, {}).get("tvavagsavrundning", {}).get("till")
        if not self.is_together(services[0], year):
            for service in services:
                how = self.folder.period(service, year).get("avrundning", {})
                own = how.get("till", 1) * (12 if how.get("per") == "manad" else 1)
                refuse_broken_units(self, service, year, own)
            return {(service, year): self.alone(service, year) for service in services}
        cells = {
            (service, code): share
            for service in services
            for code, share in self.exact(service, year).items()
        }
        for service in services:
            refuse_broken_units(self, service, year, unit)
            total = sum(share for (of, _), share in cells.items() if of == service)
            if self.hands_out(service, year) and total % unit != 0:
                raise Refused("an amount to hand out is not in whole units")
        table = two_way(cells, unit) if cells else {}
        rows = {service: {} for service in services}
        for service, code in cells:
            rows[service][code] = table[service, code]
        return {
            (service, year): added([row, self.fees(service, year)]) for service, row in rows.items()
        }

    def is_together(self, service, year):
        """Say whether the service is rounded with the others of the budget."""
        if "tvavagsavrundning" not in self.folder.budgets.get(year, {}):
            return False
        period = self.folder.period(service, year)
        if not self.folder.in_budget(service, year):
            return False
        divides = uprates(period, "belopp") or not all(is_own(item) for item in items(period))
        if divides and period.get("avrundning", {}).get("per") == "manad":
            raise Refused("rounded per month, and together with others")
        if divides and "dampning" in period:
            raise Refused("damped, and rounded together with others")
        return divides

    def together(self, year):
        return [
            service
            for service in sorted(self.folder.services)
            if self.folder.there(service, year) and self.is_together(service, year)
        ]

    def hands_out(self, service, year):
        """Say whether precisely the stated amount is handed out, and not held to the shares."""
        period = self.folder.period(service, year)
        if "belopp" not in period or {"post", "underlag", "uppraknas"} & set(period):
            return False
        return not is_own(period)

    def alone(self, service, year):
        """Round a service by itself, and add the fees whole."""
        period = self.folder.period(service, year)
        how = period.get("avrundning", RATES if only_rates(period) else {})
        unit, method = how.get("till", 1), how.get("metod", "storsta_rest")
        months = shares(self, service, year)
        if how.get("per") == "manad":
            parts = [rounded(of_month, unit, method) for of_month in months]
        else:
            parts = [rounded(added(months), unit, method)]
        amounts = damped(self, service, year, added(parts))
        amounts = added([amounts, self.fees(service, year)])
        self.hold(service, year, period, amounts)
        return amounts

    def hold(self, service, year, period, amounts):
        """Hold the sum to a control, in a whole year."""
        there = months_there(period, year)
        if "belopp" not in period or not (self.hands_out(service, year) or there == ALL_MONTHS):
            return
        if sum(amounts.values()) != period["belopp"] * TWELFTH * len(there):
            raise Refused("the sum is not the stated amount")

    def exact(self, service, year):
        """Give the exact shares of the year, without fees."""
        return added(shares(self, service, year))

    def fees(self, service, year):
        """Give the fees that are paid in the year, each to the nearest krona by itself."""
        period = self.folder.period(service, year)
        exact = [fees_of(self.folder, item, year) for item in items(period)]
        return added([rounded(fees, 1, "narmast") for fees in exact])

    def answer(self, service, year):
        """Give the amount and the exact share of each who has one that is not 0, by code."""
        amounts, exact = self.amounts(service, year), self.exact(service, year)
        fees = [
            fees_of(self.folder, item, year) for item in items(self.folder.period(service, year))
        ]
        exact = added([exact, *fees])
        pairs = {code: (amounts.get(code, 0), exact[code]) for code in self.folder.codes}
        return {code: pair for code, pair in pairs.items() if pair != (0, 0)}
