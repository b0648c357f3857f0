"""How often a faithful rewording is flagged as a discrepancy: `python -m eval.wolf`.

Pairs of sentences are made from frames by operations that keep the meaning: active and passive, forms of numbers and
dates, members and clauses in another order, synonyms, direct speech made indirect. Everything in them is invented.
A pair counts as flagged where the record finds anything of medium or high severity.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from retold import facts, kinds
from retold.kinds import Segment, Span
from retold.record.comparing import Sheet, Side
from retold.record.discrepancies import compare_sheet
from retold.sentences import split_sentences

PAIRS = 300  # so many of all that the frames give, evenly spread


class Fill(NamedTuple):
    """Words that are put into a frame; a slash parts the forms that the two sides may use."""

    values: dict[str, str]


# Each slot: the same thing in two forms or more. A frame takes form 0 for {x}, form 1 for {x1}, and so on.
SLOTS: dict[str, list[tuple[str, ...]]] = {
    "money": [
        ("3.4 million euros", "€3.4m", "3.4m euros"),
        ("$12 million", "12 million dollars", "$12m"),
        ("750,000 pounds", "£750,000", "750,000 pounds"),
        ("1.2 billion dollars", "$1.2bn", "$1.2 billion"),
    ],
    "count": [("12", "a dozen", "twelve"), ("nine", "9", "nine"), ("1,500", "1500", "1,500"), ("40", "forty", "40")],
    "share": [
        ("25 percent", "a quarter", "25%"),
        ("50 percent", "half", "50 per cent"),
        ("18 percent", "18%", "18 per cent"),
        ("7.5 percent", "7.5%", "7.5 per cent"),
    ],
    "date": [
        ("May 29", "29 May", "29 May"),
        ("Sept. 4", "4 September", "September 4"),
        ("March 1, 2033", "1 March 2033", "March 1, 2033"),
        ("October 17", "17 October", "Oct. 17"),
    ],
    "length": [
        ("14 kilometers", "14 km", "14 kilometres"),
        ("300 meters", "300 metres", "300 m"),
        ("6 miles", "six miles", "6 miles"),
    ],
    "person": [
        ("Mayor Lena Orsk", "Lena Orsk, the mayor,", "Orsk"),
        ("Finance Minister Pavel Drun", "Pavel Drun, the finance minister,", "Drun"),
        ("Professor Amina Kell", "Amina Kell, a professor,", "Kell"),
    ],
    "body": [
        ("The Coastal Transport Agency (CTA)", "The CTA", "the Coastal Transport Agency"),
        ("The Northern Farmers' Union", "The Northern Farmers' Union", "the Northern Farmers' Union"),
        ("The city council", "The council", "the city council"),
    ],
    "town": [
        ("Velsk", "Velsk", "Velsk"),
        ("Port Amery", "Port Amery", "Port Amery"),
        ("Tarnow Bay", "Tarnow Bay", "Tarnow Bay"),
    ],
}

# (operation, parent, child). {money} is the first form of a slot, {money1} the second, {money2} the third.
FRAMES: list[tuple[str, str, str]] = [
    ("passive", "A fire destroyed {count} houses in {town} on Sunday.", "{count2} houses were destroyed by a fire in {town} on Sunday."),
    ("passive", "{body} approved the plan on Tuesday.", "The plan was approved by {body2} on Tuesday."),
    ("passive", "Police arrested two men at a hotel in {town}.", "Two men were arrested by police at a hotel in {town}."),
    ("passive", "The bridge was closed by engineers on {date}.", "Engineers closed the bridge on {date1}."),
    ("passive", "The ministry will pay {money} to the victims.", "The victims will be paid {money1} by the ministry."),
    ("number", "The repair will cost {money} and take two years.", "The repair will cost {money1} and take two years."),
    ("number", "Exports rose by {share} in the first quarter.", "Exports increased by {share1} in the first quarter."),
    ("number", "The new road is {length} long.", "The new road is {length1} long."),
    ("number", "About {count} people attended the meeting in {town}.", "Around {count1} people were at the meeting in {town}."),
    ("number", "The museum had more than {count} visitors an hour.", "The museum had over {count2} visitors an hour."),
    ("date", "The trial will begin on {date} in {town}.", "The trial is due to start on {date1} in {town}."),
    ("date", "{body} must answer by {date}.", "{body1} has until {date1} to answer."),
    ("date", "The tower was finished on {date}.", "On {date1}, the tower was completed."),
    ("order", "The plan covers schools, clinics and roads in {town}.", "The plan covers roads, schools and clinics in {town}."),
    ("order", "Delegates from Peru, Chile and Bolivia met in {town}.", "Delegates from Bolivia, Peru and Chile gathered in {town}."),
    ("order", "If the tests succeed, the plant will open on {date}.", "The plant will open on {date1} if the tests succeed."),
    ("order", "The firm, which has {count} workers, was founded in {town}.", "Founded in {town}, the firm has {count2} workers."),
    ("order", "On Monday, {body2} sold the ferry for {money}.", "{body2} sold the ferry for {money2} on Monday."),
    ("order", "Although it rained, {count} runners finished the race.", "{count2} runners finished the race although it rained."),
    ("synonym", "The storm injured {count} people and damaged the harbour.", "The storm hurt {count1} people and damaged the harbor."),
    ("synonym", "The company bought the mill for {money}.", "The firm acquired the mill for {money1}."),
    ("synonym", "Prices fell by {share} last year.", "Prices dropped by {share2} last year."),
    ("synonym", "The airline cancelled flights to {town} because of fog.", "The carrier called off flights to {town} because of fog."),
    ("synonym", "Residents fled their homes before the flood reached {town}.", "People left their houses before the flood reached {town}."),
    ("synonym", "{body} said it would review the rules.", "{body1} said that the rules would be reviewed."),
    ("synonym", "The president will visit {town} on {date}.", "The president is to travel to {town} on {date1}."),
    ("synonym", "The two sides hope to sign the agreement in June.", "Both parties hope to conclude the deal in June."),
    ("synonym", "Some {count} jobs may be lost, the union warned.", "The union warned that around {count1} jobs might go."),
    ("indirect", '"We will rebuild the bridge," {person} said.', "{person1} said they would rebuild the bridge."),
    ("indirect", '"The water is safe to drink," said {person}.', "According to {person2}, the water is safe to drink."),
    ("indirect", '"I am proud of the volunteers," {person} told reporters.', "{person1} told reporters of pride in the volunteers."),
    ("indirect", '"Nobody was hurt," {person} said on Monday.', "{person1} said on Monday that nobody had been hurt."),
    ("indirect", '"We may need {money} more," {person} said.', "{person2} said they might need {money1} more."),
    ("indirect", '"There is no plan to close the school in {town}," {person} said.', "{person1} said there was no plan to close the school in {town}."),
    ("indirect", '"The dam lost {share} of its water," {person} said.', "The dam has lost {share1} of its water, {person1} said."),
    ("speech", "{person} said the port would stay open.", "The port will stay open, {person2} said."),
    ("speech", "{body} warned that prices could rise.", "Prices could go up, {body2} warned."),
    ("speech", "According to police, the driver was {count} minutes late.", "The driver was {count2} minutes late, police said."),
    ("tense", "The judge rejected the appeal of the mine in {town}.", "The judge has rejected the appeal of the mine in {town}."),
    ("tense", "{body} has not decided yet.", "{body1} is still undecided."),
    ("negation", "The strike will not end before {date}.", "The strike will last until {date1} at least."),
    ("negation", "The firm did not comment.", "The firm declined to comment."),
    ("nominal", "The council decided to close the pool in {town}.", "The council's decision to close the pool in {town} was announced."),
    ("merge", "The ship left {town} on Friday. It carried {count} tonnes of grain.", "The ship, which carried {count2} tonnes of grain, left {town} on Friday."),
    ("split", "The mine, opened on {date}, employs {count} people.", "The mine opened on {date1}. It employs {count2} people."),
    ("passive", "Volunteers from {town} found the missing child near the river.", "The missing child was found near the river by volunteers from {town}."),
    ("number", "The fund has spent {money} on {count} projects since 2029.", "Since 2029 the fund has spent {money1} on {count1} projects."),
    ("number", "{share} of the pupils in {town} walk to school.", "In {town}, {share1} of pupils go to school on foot."),
    ("order", "{person} and two lawyers met the families in {town} on {date}.", "Two lawyers and {person2} met the families in {town} on {date1}."),
    ("synonym", "The court in {town} fined the bank {money} for breaking the rules.", "The bank was fined {money1} by the court in {town} for violating the rules."),
    ("synonym", "At least {count} people are missing after the landslide near {town}.", "No fewer than {count2} people are unaccounted for after the landslide near {town}."),
    ("indirect", '"The ferry will not sail before {date}," {person} said.', "{person1} said the ferry would not sail before {date1}."),
    ("indirect", '"We expect to hire {count} people," {person} said in {town}.', "{person1} said in {town} that they expected to hire {count2} people."),
    ("speech", "{body} estimates the damage at {money}.", "The damage is estimated at {money1} by {body2}."),
    ("nominal", "{body} opposed the sale of the harbour for {money}.", "{body1} was against the sale of the harbour for {money1}."),
    ("merge", "{body} met on {date}. It discussed the budget of {money}.", "{body1}, which met on {date1}, discussed the budget of {money1}."),
]  # fmt: skip


class Pair(NamedTuple):
    """A parent, a faithful retelling of it, and how the one was made from the other."""

    operation: str
    parent: str
    child: str


def make_pairs(most: int = PAIRS) -> list[Pair]:
    """`most` different pairs, or all where there are fewer, evenly spread over the frames."""
    whole = [pair for frame in FRAMES for pair in _filled(*frame)]
    by_frame = [list(_filled(*frame)) for frame in FRAMES]
    found: list[Pair] = []
    for n in range(max(map(len, by_frame))):
        found += [pairs[n] for pairs in by_frame if n < len(pairs)]
    return found[: min(most, len(whole))]


def _filled(operation: str, parent: str, child: str) -> Iterator[Pair]:
    used = [slot for slot in SLOTS if "{" + slot in parent + child]
    sizes = [range(len(SLOTS[slot])) for slot in used]
    # Steps through all slots at once first, so that the first few fillings of a frame differ in every slot.
    for choice in sorted(product(*sizes), key=lambda c: (len(set(c)) > 1, c)):
        words: dict[str, str] = {}
        for slot, n in zip(used, choice, strict=True):
            for form, text in enumerate(SLOTS[slot][n]):
                words[slot + (str(form) if form else "")] = text
        texts = [_tidied(side.format(**words)) for side in (parent, child)]
        yield Pair(operation, *texts)


def _tidied(text: str) -> str:
    text = text.replace(",,", ",").replace(",.", ".").replace("minister, the", "minister the")
    return text[:1].upper() + text[1:]


def _report(name: str, text: str) -> kinds.Report:
    sentences = [
        kinds.Sentence(sentence_id=f"{name}{n}", role="body", start=start, end=end, spans=[Span(start, end)])
        for n, (start, end) in enumerate(split_sentences(text, 0, len(text)))
    ]
    return kinds.Report(
        report_id=name,
        path=f"{name}.txt",
        source_sha256="",
        media_type="text/plain",
        published="2032-05-14",
        language="en",
        text=text,
        sentences=sentences,
        segments=[Segment(0, len(text), 0, len(text), "copy")],
    )


def find_flags(pair: Pair) -> list[kinds.Discrepancy]:
    """What the record flags loudly in a pair, its sentences set side by side."""
    parent, child = _report("p", pair.parent), _report("c", pair.child)
    rows = [
        kinds.Row(child=[s.sentence_id], parent=[s.sentence_id for s in parent.sentences], relation="reworded")
        for s in child.sentences
    ]
    sides = [Side(r, facts.extract_one(r).facts) for r in (child, parent)]
    return [d for d in compare_sheet(Sheet(sides[0], sides[1], rows, directed=True)) if d.severity != "low"]


def measure_wolf() -> dict[str, float]:
    """The share of faithful pairs in which anything is flagged loudly, as the gate holds it."""
    pairs = make_pairs()
    return {
        "-flagged_share": round(sum(bool(find_flags(p)) for p in pairs) / len(pairs), 4),
        "pairs": float(len(pairs)),
    }


def main() -> None:
    """Print the figure, and every pair that is flagged."""
    for pair in make_pairs():
        for flag in find_flags(pair):
            print(f"{pair.operation}: {pair.parent} | {pair.child}\n    {flag.type}: {flag.explanation}")
    print(measure_wolf())


if __name__ == "__main__":
    main()
