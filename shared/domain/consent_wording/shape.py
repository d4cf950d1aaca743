"""What the wording of one language consists of."""

from typing import NamedTuple


class Wording(NamedTuple):
    """One language. Empty strings match nothing."""

    fragments: dict[str, str]
    courtesy: str  # words that say nothing here, wherever they stand
    stop: tuple[str, ...]  # ask for no more texts, from now on
    refuse: tuple[str, ...]  # the same, but "now" after them means: not at this moment
    said_to_us: str  # the last word of a request that says whom not to text: us
    objects: str  # what follows one that does not, and says it
    for_good: str  # what may follow and changes nothing
    narrows: str  # what follows names a time, a topic, a channel or somebody else
    elsewhere: str  # the same, where it names what is not ours
    any_topic: str  # a topic that is everything
    exception: str  # what follows keeps something: ask
    goes_on: str  # what follows is another clause
    busy: str  # another clause that says why not at this moment
    negated: str  # what stands before makes it the opposite
    reported: str  # what stands before makes it somebody else's words or deeds
    own_words: str  # ... but these are the writer's own, to us
    questioned: str  # what stands before asks about it: ask
    meanwhile: str  # what stands before a refusal and says until when, or on which days
    occupied: str  # what stands before it and says why not at this moment: ask
    whole: str  # refusals only as the whole text
    unclear: str  # may be a refusal, as the whole text
    unclear_if_idle: str  # the same, where nothing of ours could be meant
    reason: str  # says why, beside a refusal
    in_the_end: str  # a sentence that ends, or begins, so may be a refusal in one breath
    corrects: str  # what a person says who wants the last thing undone, not the texts
    surely: str = ""  # refusals as a clause of their own, whatever else the text says
