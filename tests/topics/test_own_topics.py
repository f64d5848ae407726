"""Topics that an admin adds without a programmer."""

from __future__ import annotations

from digestbot.topics import TopicModel, fit
from digestbot.topics.examples import load_examples
from digestbot.topics.own_topics import FEWEST, examples_of, learnable, undecided
from digestbot.types import Example, Topic

TERMS = Topic("allotments", "Allotments", "", "", terms=("allotment", "plot holders"))
REPAIR = (
    ("Repair café mends its thousandth toaster", "Volunteers at the repair café fix lamps, zips and radios."),
    ("Fix it, don't bin it", "A repair café in Totnes kept two tonnes of broken appliances out of landfill."),
    ("Menders wanted", "The town's repair café is short of people who can mend electronics."),
    ("Kettle surgery", "A repair café in Otley diagnoses kettles for nothing and teaches people to mend them."),
    ("Fixers count their carbon", "Repair cafés logged what they mended; it equals 300 cars off the road."),
    ("Mending together", "A repair café has become the busiest place in town on Saturdays."),
    ("Teenagers learn to solder", "Pupils have qualified as fixers at a repair café and mend headphones."),
    ("A van for broken things", "The repair café goes on the road with soldering irons and a sewing machine."),
)
EXAMPLES = tuple(Example(str(number), title, text, True) for number, (title, text) in enumerate(REPAIR))
LEARNT = Topic("repair", "Repair cafés", "", "", terms=("repair café",), examples=EXAMPLES)


def test_a_topic_without_examples_runs_on_its_terms_and_says_so(model: TopicModel, fixed: tuple[Topic, ...]) -> None:
    own = TopicModel(model.weights, (*fixed, TERMS))
    hit, miss = own.judge([("Plot holders win", "The allotment stays."), ("Goal", "A header in stoppage time.")])
    assert "topic allotments runs on its 2 terms only" in own.notice
    assert (hit.relevant, hit.topics) == (True, ("allotments",))
    assert set(hit.because["allotments"]) == {"allotment", "plot holders"}
    assert not miss.relevant


def test_a_facet_on_terms_does_not_make_a_text_relevant(model: TopicModel, fixed: tuple[Topic, ...]) -> None:
    facet = Topic("allotments", "Allotments", "", "", kind="facet", terms=("allotment",))
    assert not TopicModel(model.weights, (*fixed, facet)).judge([("An allotment", "Beans do well.")])[0].relevant


def test_too_few_examples_are_not_learnt_from() -> None:
    few = Topic("repair", "Repair", "", "", examples=EXAMPLES[: FEWEST - 1])
    assert learnable([few], examples_of([few])) == ()
    assert learnable([LEARNT], examples_of([LEARNT])) == ("repair",)


def test_an_admins_example_is_relevant_and_labelled() -> None:
    first = examples_of([LEARNT])[0]
    assert (first.id, first.relevant, first.topics) == ("repair/0", True, ("repair",))


def test_what_nobody_decided_is_not_learnt_from() -> None:
    mention = Example("x", "Repair café day", "", False)
    open_ = undecided([LEARNT], [mention, EXAMPLES[0], *examples_of([LEARNT])])
    assert ("x", "repair") in open_
    assert ("repair/0", "policy") in open_
    assert ("repair/0", "repair") not in open_


def test_a_topic_with_examples_is_learnt_with_an_honest_estimate(fixed: tuple[Topic, ...]) -> None:
    every = load_examples()
    own = fit(every[::3], (*fixed, LEARNT))
    judged = own.judge(
        [
            ("Repair café comes to Kendal", "Broken hairdryers and torn coats can be mended at a repair café."),
            ("Vacuum cleaners saved", "At the monthly repair café an engineer has mended his fiftieth cleaner."),
            ("Late goal breaks home hearts", "A header in stoppage time sent the visitors through."),
        ]
    )
    assert [("repair" in one.topics) for one in judged] == [True, True, False]
    assert judged[0].relevant
    quality = own.weights.meta["own"]["repair"]
    assert quality["examples"] == len(EXAMPLES)
    assert 0.5 < quality["f1"] <= 1.0
    assert own.notice == ""
