"""`make faults`: break all that can break while families talk, and compare what was acknowledged with what was read.

    python -m tests.faults.run                                                     every scenario, some minutes
    python -m tests.faults.run --messages 100000 --faults 25 --suspensions 500    the long form
    python -m tests.faults.run kill revoke-drop                                    these scenarios only

Ends with a table in which every count must be nought, and the figures beside their floors. The exit status is not
nought if a count is not, if something did not heal by itself, or if a figure missed its floor.
"""

import argparse
import asyncio
import sys
import time

from tests.faults.house import House, house
from tests.faults.scenarios import SCENARIOS
from tests.faults.stage import Amount, Result, Stage
from tests.faults.table import figures, print_counts, print_figures


def run(house: House, scenario: str, amount: Amount) -> Result:
    """One scenario in a house that is whole, and is whole again afterwards."""
    house.check_durable()
    chosen = SCENARIOS[scenario]
    try:
        return asyncio.run(Stage(house, scenario, amount).play(chosen.fault, chosen.cast))
    finally:
        house.wait_until_whole()


def main() -> int:
    options = _options()
    names = options.scenarios or list(SCENARIOS)
    each = Amount(-(-options.messages // len(names)), options.faults, -(-options.suspensions // _revoking(names)))
    began, results, stuck = time.monotonic(), list[Result](), list[str]()
    with house() as one:
        for name in names:
            print(f"{name}: ", end="", flush=True)
            try:
                results.append(run(one, name, each))
            except TimeoutError as error:
                stuck.append(name)
                print(f"STUCK\n{error}", flush=True)
            else:
                print(_progress(results[-1]), flush=True)
        one.verify()
    print_counts(results)
    print_figures(found := figures(results))
    print(f"\n{time.monotonic() - began:.0f} s", *(f"{name} got stuck" for name in stuck), sep=", ")
    broken = any(result.verdict.broken or not result.acknowledged for result in results)
    return 1 if broken or stuck or any(figure.is_over for figure in found) else 0


def _progress(result: Result) -> str:
    suspended = f", {result.suspensions} suspensions" if result.suspensions else ""
    verdict = f"{result.verdict.broken} BROKEN" if result.verdict.broken else "whole"
    return (
        f"{result.faults} faults{suspended}, {result.acknowledged} acknowledged, {result.deliveries} deliveries "
        f"in {result.seconds:.0f} s: {verdict}"
    )


def _revoking(names: list[str]) -> int:
    return max(1, sum(name.startswith("revoke") for name in names))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make faults", description="Break things on purpose.")
    parser.add_argument("scenarios", nargs="*", choices=[[], *SCENARIOS], metavar="scenario", help=", ".join(SCENARIOS))
    parser.add_argument("--messages", type=int, default=10_000, help="acknowledged messages, over all scenarios")
    parser.add_argument("--faults", type=int, default=8, help="faults in each scenario at least")
    parser.add_argument("--suspensions", type=int, default=60, help="over the scenarios that have some")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
