"""Words of roles and of departments: what tells a title from a company."""

import re

from shared.agents.language.words import SENTENCE_WORDS, tokens, word_set

_TITLE_WORDS = word_set(
    """
    ceo cto coo cfo cmo cpo cro cio ciso cso chro evp svp avp vp gm pm tpm swe sre eir md mp sdr
    bdr founder cofounder co-founder founding owner co-owner partner principal director manager
    head lead leader chief engineer developer programmer designer analyst consultant advisor
    adviser dev sdet marketer president chair chairman chairwoman chairperson investor
    technologist associate architect scientist researcher professor lecturer teacher lawyer
    attorney paralegal counsel accountant doctor physician nurse editor writer producer
    strategist specialist coordinator administrator assistant intern officer executive exec
    operator buyer planner broker agent supervisor technician trader banker underwriter
    controller secretary bookkeeper salesperson freelancer contractor entrepreneur student
    copywriter photographer auditor journalist therapist pharmacist dentist realtor landlord
    chef pilot artist recruiter treasurer staffer fellow postdoc resident surgeon veterinarian
    psychologist tutor trainer instructor mechanic electrician plumber carpenter barber stylist
    bartender barista server cashier driver dispatcher janitor firefighter paramedic economist
    statistician mathematician physicist chemist biologist geologist curator librarian
    translator interpreter publicist evangelist rep representative liaison ombudsman
    superintendent dean provost pastor rabbi priest captain svp gerente director directora jefe
    jefa fundador fundadora cofundador ingeniero ingeniera presidente presidenta socio socia
    abogado abogada consultor consultora desarrollador desarrolladora vendedor contador contadora
    directeur directrice ingenieur ingénieur fondateur fondatrice gérant développeur avocat
    geschäftsführer geschaftsfuhrer leiter leiterin gründer entwickler entwicklerin berater
    diretor diretora engenheiro engenheira advogado advogada sócio fundadora
    """
)
_ACRONYMS = word_set(
    """
    ceo cto coo cfo cmo cpo cro cio ciso cso chro evp svp avp vp gm pm tpm swe sre eir md hr it
    qa ux ui ai ml sdr bdr sdet crm seo erp r&d b2b b2c emea apac us uk
    """
)
_DEPARTMENTS = word_set(  # "VP of Engineering" names no company
    """
    engineering product products sales marketing operations finance people design growth data
    research hr it security partnerships legal communications strategy staff technology science
    ai development success support content brand revenue talent recruiting infrastructure eng
    ops supply chain business customer client human resources public relations corporate global
    regional americas emea apac international digital enterprise analytics compliance risk audit
    treasury tax procurement logistics manufacturing quality assurance investor devops learning
    innovation education training clinical medical affairs events services service accounting
    planning merchandising retail wholesale demand generation gtm revops facilities
    administration insights policy government regulatory transformation programs projects
    underwriting claims lending editorial creative production ux ui qa r&d machine software
    hardware backend frontend fullstack mobile web platform crm seo advertising pr comms payroll
    culture workplace belonging diversity inclusion wellness community fundraising safety reporting
    systems platforms experience engagement performance effectiveness category media
    project program delivery implementation account accounts inventory pricing real estate
    """
)
_JOINING = word_set("and & of the for / - +")
_CORE = word_set(
    """
    i i'm im i'll i've i'd
    we we're you you're u ur we're he she it it's its that's me my mine your them
    these those is are was were am been isn't aren't do does did don't dont doesn't didn't have
    has can can't cant could couldn't will won't would wouldn't should shouldn't might wanna
    what what's whats why who who's whos how how's when where where's whether not never no nope
    nah none nothing nobody yes yeah yep yup ok okay k kk please pls thanks thank thx sorry hi
    hey hello hiya howdy sup lol haha hmm hm um uh wow huh wtf omg idk idc whatever because
    maybe perhaps probably later yours myself
    """
) & SENTENCE_WORDS | word_set("ok okay idk lol")


_DETERMINERS = word_set("the a an my your our their")
# Dev Patel is no developer.
_DEV_BY_NAME = re.compile(
    r"\W*Dev(?: (?!Team|Lead|Manager|Ops|Relations|Rel|Director|Engineer"
    r"|Advocate)[A-Z][\w'-]+){1,3}"
    r"(?=\W*$|,)"
)


def is_title_word(word: str) -> bool:
    """Whether one word names a role."""
    bare = word.strip(".,;:'\"()").lower()
    return bare in _TITLE_WORDS or (
        "-" in bare and any(part in _TITLE_WORDS for part in bare.split("-"))
    )


def is_title(text: str) -> bool:
    """Whether a phrase names a role, such as "head of product"."""
    words = tokens(text)
    parts = [part for word in words for part in re.split(r"[/&-]", word)] + words
    if _DEV_BY_NAME.match(text):
        parts = [part for part in parts if part != "dev"]
    if len(words) > 2 and words[1] in _DETERMINERS and not is_title_word(words[0]):
        return False  # "book the auditor" is to be done
    return bool(words) and len(words) <= 9 and any(word in _TITLE_WORDS for word in parts)


def is_bare_title(text: str) -> bool:
    """Whether all words of a phrase are those of roles and departments: "cofounder & cto"."""
    others = [word for word in tokens(text) if not is_title_word(word)]
    return is_title(text) and all(word in _DEPARTMENTS | _JOINING for word in others)


def is_department(text: str) -> bool:
    """Whether a phrase is nothing but a field of work, such as "supply chain"."""
    words = [part for word in tokens(text) for part in re.split(r"[/-]", word) if part]
    named = [word for word in words if word not in _JOINING]
    return bool(named) and all(word in _DEPARTMENTS for word in named)


def is_acronym(word: str) -> bool:
    """Whether a lower-case word is written in capitals."""
    return word in _ACRONYMS


def is_talk(text: str) -> bool:
    """Whether a phrase is talk rather than a company or a title.

    Many of these are named by ordinary words ("New Relic", "Best Buy"), so that only grammar tells.
    """
    words = tokens(text)
    if not words:
        return False
    named = len(words) > 1 and all(
        word[:1].isupper() for word in text.split() if word[:1].isalpha()
    )
    if named:
        return False
    if words[0] in ("too", "so", "very", "enough") and len(words) > 1:
        return True
    doing = words[0].endswith("ing") and len(words) > 2
    if doing and any(word in ("a", "the", "my", "from", "to") for word in words):
        return True
    if len(words) == 1:
        return (words[0] in SENTENCE_WORDS and not text.strip()[:1].isupper()) or words[0] in _CORE
    return any(word in _CORE for word in words)


__all__ = ["is_acronym", "is_bare_title", "is_department", "is_talk", "is_title", "is_title_word"]
