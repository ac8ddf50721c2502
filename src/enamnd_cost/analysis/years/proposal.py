"""A year's budget as the model gives it: of every service its amounts, or why there are none."""

from __future__ import annotations

from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.plan import Node
from enamnd_cost.model.budget import Budget, Budgetpost, Utanfor
from enamnd_cost.model.data import tjanst_file
from enamnd_cost.model.plans import problem_of


def proposal(computed: Computed, like: Budget, year: int) -> Budget:
    """Make the proposal: the lines of the budget ``like`` it in their order, then new services'."""
    inside: dict[str, Budgetpost] = {}
    outside: dict[str, Utanfor] = {}
    data = computed.data
    names = dict.fromkeys((*like.tjanst, *like.utanfor, *sorted(data.tjanster)))
    for service in names:
        period = data.tjanster[service].known_in(year)
        if period is None or period.exempel:
            continue
        underlag = period.cost_to_share
        allocated = computed.outcome.done.get(Node(service, year))
        total = allocated.total if allocated else None
        gap = None if allocated else _reason(computed, service, year)
        if data.tjanster[service].i_budget:
            inside[service] = Budgetpost.model_construct(
                intakt=total, kostnad=total, underlag=underlag, saknas=gap
            )
        else:
            outside[service] = Utanfor.model_construct(belopp=total, underlag=underlag, saknas=gap)
    totals = [post.intakt for post in inside.values()]
    # Not validated here: an amount that no file can hold is told when the draft is read back.
    return Budget.model_construct(
        ar=year,
        status="forslag",
        summa=None if None in totals else sum(kr for kr in totals if kr is not None),
        kalla=f"Utkast ur budget {year - 1}",
        tjanst=inside,
        utanfor=outside,
    )


def _reason(computed: Computed, service: str, year: int) -> str:
    """Say what stood in the way of a service that could not be allocated."""
    data, file = computed.data, tjanst_file(service)
    place = data.tjanster[service].place_in(year)
    own = [p.text for p in computed.lacking if p.file == file and p.path[:2] == place]
    own += [
        problem_of(failure, data).text
        for failure in computed.outcome.failures
        if failure.node == (service, year)
    ]
    return "; ".join(dict.fromkeys(own)) or "går inte att beräkna ännu"
