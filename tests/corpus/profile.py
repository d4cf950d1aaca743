"""Texts about who somebody is, as people write them, and what of it may be stored.

Each case: the state (`tests/unit/agents/test_profile_corpus.py` makes it), the turns (a tuple is a
burst), and what is stored afterwards that was not before. `ASKS` is the kind of question that must
be open at the end, where nothing may be stored without an answer.
"""

from typing import Any

Turn = str | tuple[str, ...]
Case = tuple[str, list[Turn], dict[str, Any]]

ASKS = "asks"


def name(first: str, last: str | None = None) -> dict[str, Any]:
    """A first and a last name."""
    return {"first_name": first, "last_name": last} if last else {"first_name": first}


def work(company: str | None, title: str | None = None) -> dict[str, Any]:
    """A company and a title."""
    given = {"company": company, "title": title}
    return {column: value for column, value in given.items() if value is not None}


NAMES: list[Case] = [
    ("name asked", [text], name(*parts))
    for text, *parts in [
        ("Will Smith", "Will", "Smith"),
        ("will smith", "Will", "Smith"),
        ("May Lin", "May", "Lin"),
        ("may lin", "May", "Lin"),
        ("Or Cohen", "Or", "Cohen"),
        ("or cohen", "Or", "Cohen"),
        ("Mark May", "Mark", "May"),
        ("mark may", "Mark", "May"),
        ("Guy Ritchie", "Guy", "Ritchie"),
        ("guy ritchie here", "Guy", "Ritchie"),
        ("So Young Kim", "So Young", "Kim"),
        ("Maria Jose de la Cruz Garcia", "Maria Jose", "de la Cruz Garcia"),
        ("maria jose de la cruz garcia", "Maria Jose", "de la Cruz Garcia"),
        ("Dr. Ingrid van der Berg", "Ingrid", "van der Berg"),
        ("im dr ingrid van der berg", "Ingrid", "van der Berg"),
        ("Summer Hill", "Summer", "Hill"),
        ("bill gates", "Bill", "Gates"),
        ("Grant Long", "Grant", "Long"),
        ("its rich young", "Rich", "Young"),
        ("rose art", "Rose", "Art"),
        ("Faith Chase", "Faith", "Chase"),
        ("Young Ho", "Young", "Ho"),
        ("Do An", "Do", "An"),
        ("an ho", "An", "Ho"),
        ("In Kim", "In", "Kim"),
        ("See Ng", "See", "Ng"),
        ("my name is see ng", "See", "Ng"),
        ("Chen, Sarah", "Sarah", "Chen"),
        ("CHEN, SARAH", "Sarah", "Chen"),
        ("SARAH CHEN", "Sarah", "Chen"),
        ("sarah chen 😊", "Sarah", "Chen"),
        ("Robert Downey Jr.", "Robert", "Downey Jr."),
        ("john smith iii", "John", "Smith III"),
        ("Elizabeth Warren (call me Liz)", "Liz", "Warren"),
        ("Mary-Jane O'Brien", "Mary-Jane", "O'Brien"),
        ("mary-jane o'brien", "Mary-Jane", "O'Brien"),
        ("Ali bin Hassan", "Ali", "bin Hassan"),
        ("王小明", "王小明"),
        ("Иван Петров", "Иван", "Петров"),
        ("Cher", "Cher"),
        ("hi there, it's Priya Raghavan, nice to meet you", "Priya", "Raghavan"),
        ("sure its oluwaseun adebayo", "Oluwaseun", "Adebayo"),
        ("um yeah so my name is uh Tom Hanks", "Tom", "Hanks"),
        ("name's Bond James", "Bond", "James"),
        ("Sarah Chen, and yours?", "Sarah", "Chen"),
        ("J. R. Tolkien", "J.", "R. Tolkien"),
        ("Prof. Ada King", "Ada", "King"),
    ]
]

NO_NAMES: list[Case] = [
    ("name asked", [text], {})
    for text in [
        "I'm driving",
        "driving right now",
        "retired",
        "i'm at work",
        "5pm",
        "sarah@acme.com",
        "who is asking",
        "will do",
        "see you",
        "so tired",
        "not telling you lol",
        "in bed",
        "why do you want my name",
        "my wife's name is Anna",
        "she is Anna Lee",
        "this is his wife",
        "maybe later today",
        "I'm hungry",
        "i am indian",
        "asdfgh",
    ]
]

INSISTED: list[Case] = [
    ("name asked", ["Happy Day", "Happy Day"], name("Happy", "Day")),
    ("name asked", ["Purple Monkey", "yes"], name("Purple", "Monkey")),
    ("name asked", ["Sleepy Walking", "yes thats my name"], name("Sleepy", "Walking")),
    ("name asked", ["in bed", "no, Sarah Chen"], name("Sarah", "Chen")),
    ("referrer asked", ["asdfgh"], {}),
    ("referrer asked", ["asdfgh", "asdfgh"], {"referrer_name": "Asdfgh"}),
    ("referrer asked", ["asdfgh", "lol sorry, mike torres"], {"referrer_name": "Mike Torres"}),
    ("referrer asked", ["qwerty", "nobody"], {"referrer_name": "none"}),
]

REFERRERS: list[Case] = [
    ("referrer asked", [text], {"referrer_name": who})
    for text, who in [
        ("Will Smith", "Will Smith"),
        ("will smith told me about it", "Will Smith"),
        ("May Lin from Stripe", "May Lin"),
        ("Guy Ritchie sent me", "Guy Ritchie"),
        ("So Young Kim referred me", "So Young Kim"),
        ("my boss, Mark May", "Mark May"),
        ("it was grant long i think", "Grant Long"),
        ("his name is Or Cohen", "Or Cohen"),
        ("Dr. Ana de la Cruz", "Ana de la Cruz"),
        ("nobody in particular", "none"),
        ("idk", "none"),
    ]
]

WORK: list[Case] = [
    ("work asked", [text], work(company, title))
    for text, company, title in [
        ("I run ops", None, "Runs ops"),
        ("I run ops at Orbit", "Orbit", "Runs ops"),
        ("VP, Supply Chain", None, "VP, Supply Chain"),
        ("VP, Supply Chain, Contoso", "Contoso", "VP, Supply Chain"),
        ("VP, Supply Chain at Contoso", "Contoso", "VP, Supply Chain"),
        ("Senior Manager, Data Science at Target", "Target", "Senior Manager, Data Science"),
        ("engineer at AT&T", "AT&T", "Engineer"),
        ("at&t, engineer", "AT&T", "Engineer"),
        ("I work at Apple", "Apple", None),
        ("square", "Square", None),
        ("designer at target", "Target", "Designer"),
        ("New Relic", "New Relic", None),
        ("best buy, buyer", "Best Buy", "Buyer"),
        ("Johnson and Johnson, nurse", "Johnson and Johnson", "Nurse"),
        ("Acme, Inc., CTO", "Acme Inc", "CTO"),
        ("self-employed consultant", "Self-employed", "Consultant"),
        ("im a freelance designer", "Self-employed", "Freelance designer"),
        ("I work for myself", "Self-employed", None),
        ("student at MIT", "MIT", "Student"),
        ("im a phd student at stanford", "Stanford", "PhD student"),
        ("I'm a student", None, "Student"),
        ("CTO at Acme and advisor at Beta", "Acme", "CTO"),
        ("I own a bakery", None, "Owner"),
        ("I run a bakery called Crumb", "Crumb", "Runs the company"),
        ("software engineer google", "Google", "Software engineer"),
        ("im in sales at brightly", "Brightly", "Sales"),
        ("I used to be at Google, now CTO at Orbit", "Orbit", "CTO"),
        ("um so i work at uh Datadog as a pm", "Datadog", "PM"),
    ]
]

NO_WORK: list[Case] = [
    ("work asked", [text], {})
    for text in [
        "I'm retired, no company",
        "between jobs",
        "just got laid off from Meta",
        "she's a doctor at Mayo Clinic",
        "my husband works at Google",
        "Tom is the CEO of Globex",
        "I'm at home",
        "at 5pm",
        "I work from home",
        "what do you mean",
        "no company right now",
        "okay so I'm driving right now",
    ]
]

ANYWHERE: list[Case] = [
    (
        "referrer asked",
        ["Henry Adams, CFO at Orbit, referred by Ben Stone"],
        {**name("Henry", "Adams"), **work("Orbit", "CFO"), "referrer_name": "Ben Stone"},
    ),
    (
        "new",
        ["Henry Adams, CFO at Orbit, referred by Ben Stone"],
        {**name("Henry", "Adams"), **work("Orbit", "CFO"), "referrer_name": "Ben Stone"},
    ),
    (
        "new",
        ["hi its will smith from acme, may lin sent me"],
        {**name("Will", "Smith"), "company": "Acme", "referrer_name": "May Lin"},
    ),
    ("new", [("hey", "its priya", "raghavan")], name("Priya", "Raghavan")),
    (
        "new",
        [("hi", "sarah here", "chen", "nobody")],
        {**name("Sarah", "Chen"), "referrer_name": "none"},
    ),
    ("name asked", ["CTO at Acme"], work("Acme", "CTO")),
    ("work asked", ["Ben Stone referred me btw"], {"referrer_name": "Ben Stone"}),
    (
        "referrer asked",
        ["Mike Torres told me. I'm Or Cohen, I work at Square"],
        {**name("Or", "Cohen"), "company": "Square", "referrer_name": "Mike Torres"},
    ),
    (
        "referrer asked",
        ["I'm Will Smith and I run product at Apple"],
        {**name("Will", "Smith"), **work("Apple", "Runs product")},
    ),
]

CORRECTIONS: list[Case] = [
    ("email asked", ["my last name is spelled Wai"], {"last_name": "Wai"}),
    ("email asked", ["its spelled Wai, W-A-I, my last name"], {"last_name": "Wai"}),
    ("email asked", ["actually it's Director"], {"title": "Director"}),
    ("email asked", ["sorry, it's Sara"], {"first_name": "Sara"}),
    ("email asked", ["Chan not Chen"], {"last_name": "Chan"}),
    ("email asked", ["my title should be VP, Supply Chain"], {"title": "VP, Supply Chain"}),
    ("email asked", ["the company is called Acme Labs actually"], {"company": "Acme Labs"}),
    ("email asked", ["call me Sal"], {"first_name": "Sal"}),
    ("email asked", ["I'm sleeping"], {}),
    ("email asked", ["okay so I'm driving right now"], {}),
    ("email asked", ["I'm Bob"], {ASKS: "joining_change"}),
    ("email asked", ["I'm Bob", "yes"], {"first_name": "Bob"}),
    ("email asked", ["I'm Bob", "no"], {}),
    ("email asked", ["I work at Globex"], {ASKS: "joining_change"}),
    ("email asked", ["I work at Globex", "yep"], {"company": "Globex"}),
    ("email asked", ["she's a doctor at Mayo Clinic"], {}),
    ("email asked", ["this is his wife"], {}),
    ("waiting", ["okay so I'm driving right now"], {}),
    ("waiting", ["I'm sleeping"], {}),
    ("waiting", ["this is Sarah's assistant"], {}),
    ("waiting", ["oh wait my last name is spelled Chan"], {"last_name": "Chan"}),
    ("waiting", ["i want to delete my account"], {}),
]

MEMBERS: list[Case] = [
    ("member", ["I moved to Datadog as VP Eng"], work("Datadog", "VP Eng")),
    ("member", ["i just started at Globex as a designer"], work("Globex", "Designer")),
    ("member", ["got promoted to VP of Engineering"], {"title": "VP of Engineering"}),
    ("member", ["change my company to Foo"], {"company": "Foo"}),
    ("member", ["can you update my title to Head of Growth"], {"title": "Head of Growth"}),
    ("member", ["my last name is now Lopez, got married"], {"last_name": "Lopez"}),
    ("member", ["call me Sal from now on"], {"first_name": "Sal"}),
    ("member", ["my name is spelled Sara"], {"first_name": "Sara"}),
    (
        "member",
        ["here's my linkedin: linkedin.com/in/sarah"],
        {"linkedin_url": "linkedin.com/in/sarah"},
    ),
    (
        "member",
        ["my expertise is payments, fraud and risk"],
        {"expertise": ["payments", "fraud", "risk"]},
    ),
    ("member", ["change my title", "VP, Supply Chain"], {"title": "VP, Supply Chain"}),
    ("member", ["update my company", "Square"], {"company": "Square"}),
    ("member", ["change my name", "Will Smith"], name("Will", "Smith")),
    ("member", ["change my title", "never mind"], {}),
    ("member", ["I work at Globex"], {ASKS: "profile_change"}),
    ("member", ["I work at Globex", "yes"], {"company": "Globex"}),
    ("member", ["I'm the CFO at Globex", "no thanks"], {}),
    ("member", ["I joined Stripe"], {"company": "Stripe"}),
    ("member", ["I'm sleeping"], {}),
    ("member", ["okay so I'm driving right now"], {}),
    ("member", ["she's a doctor at Mayo Clinic"], {}),
    ("member", ["this is his wife"], {}),
    ("member", ["my husband moved to Datadog as VP Eng"], {}),
    ("member", ["I'm meeting the CEO of Globex tomorrow"], {}),
    (
        "member",
        ["I'm looking for a CTO at a fintech"],
        {"goals": ["I'm looking for a CTO at a fintech"]},
    ),
    ("member", ["i want to delete my account"], {}),
    ("member", ["I am on the balance sheet team"], {}),
    ("member", ["my work email changed to s@globex.com"], {}),
]


# Written after the readers, before any of them had failed here.
LATER: list[Case] = [
    ("name asked", ["art long"], name("Art", "Long")),
    ("name asked", ["Hope Solo"], name("Hope", "Solo")),
    ("name asked", ["my name is will"], name("Will")),
    ("name asked", ["Nguyen Thi Mai"], name("Nguyen", "Thi Mai")),
    ("name asked", ["rev. al green"], name("Al", "Green")),
    ("name asked", ["Hi!! I am Zoë Saldaña :)"], name("Zoë", "Saldaña")),
    ("name asked", ["li wei"], name("Li", "Wei")),
    ("name asked", ["D'Angelo Russell"], name("D'Angelo", "Russell")),
    ("name asked", ["it's Drew, Drew Barry"], name("Drew", "Barry")),
    ("name asked", ["first name Pat last name Do"], name("Pat", "Do")),
    ("name asked", ["You can call me Bo"], name("Bo")),
    ("name asked", ["Christian Long-Young"], name("Christian", "Long-Young")),
    ("name asked", ["de la Cruz, Ana"], name("Ana", "de la Cruz")),
    ("name asked", ["田中 太郎"], name("田中", "太郎")),
    ("name asked", ["Mr Ravi Kumar"], name("Ravi", "Kumar")),
    ("name asked", ["in a meeting, text you later"], {}),
    ("name asked", ["I'm not comfortable sharing"], {}),
    ("name asked", ["who's this"], {}),
    ("name asked", ["my number is 4155550101"], {}),
    ("name asked", ["it's complicated"], {}),
    ("last name asked", ["its Young"], {"last_name": "Young"}),
    ("last name asked", ["van den Berg"], {"last_name": "van den Berg"}),
    ("last name asked", ["long, like the word"], {"last_name": "Long"}),
    ("last name asked", ["sarah ng"], {"last_name": "Ng"}),
    ("work asked", ["I'm a partner at Baker & McKenzie"], work("Baker & McKenzie", "Partner")),
    ("work asked", ["i head up growth at notion"], work("Notion", "Heads growth")),
    ("work asked", ["Director, Product Marketing"], {"title": "Director, Product Marketing"}),
    ("work asked", ["The Home Depot, store manager"], work("The Home Depot", "Store manager")),
    ("work asked", ["chief of staff @ ramp"], work("Ramp", "Chief of staff")),
    ("work asked", ["unemployed at the moment"], {}),
    ("work asked", ["I do marketing for Whole Foods"], work("Whole Foods", "Does marketing")),
    ("work asked", ["nurse at St. Mary's Hospital"], work("St. Mary's Hospital", "Nurse")),
    ("title asked", ["growth"], {"title": "Growth"}),
    ("company asked", ["Match"], {"company": "Match"}),
    ("company asked", ["it's called Next Level"], {"company": "Next Level"}),
    ("referrer asked", ["a guy named Rich Long"], {"referrer_name": "Rich Long"}),
    ("referrer asked", ["my sister summer"], {"referrer_name": "Summer"}),
    ("referrer asked", ["zxcvb"], {}),
    (
        "email asked",
        ["oops I typed my company wrong, it's Acme Robotics"],
        {"company": "Acme Robotics"},
    ),
    ("email asked", ["not Chen, Cheng"], {"last_name": "Cheng"}),
    ("email asked", ["my brother is a lawyer at Globex"], {}),
    ("email asked", ["I'm Sarah"], {}),
    (
        "waiting",
        ["I got promoted, now I'm Chief Product Officer"],
        {"title": "Chief Product Officer"},
    ),
    ("member", ["I left Acme and joined Globex as CFO"], work("Globex", "CFO")),
    ("member", ["new job! I'm now head of design at Figma"], work("Figma", "Head of design")),
    ("member", ["my name isn't Sarah, it's Sara"], {"first_name": "Sara"}),
    ("member", ["this is Mike, using Sarah's phone"], {}),
    ("member", ["please fix my last name, it's Cheng"], {"last_name": "Cheng"}),
    ("member", ["no longer at Acme, I'm at Initech now"], {"company": "Initech"}),
    ("member", ["I'm on the new balance account"], {}),
]  # fmt: skip
# A second round of the same kind.
LATEST: list[Case] = [
    ("name asked", ["june may"], name("June", "May")),
    ("name asked", ["I'm Will"], name("Will")),
    ("name asked", ["hello my name is Ng Wei Ling"], name("Ng", "Wei Ling")),
    ("name asked", ["MARK MAY"], name("Mark", "May")),
    ("name asked", ["Bill Do Jr"], name("Bill", "Do Jr.")),
    ("name asked", ["Ms. Rose Long"], name("Rose", "Long")),
    ("name asked", ["oh its grace see"], name("Grace", "See")),
    ("name asked", ["Ana María García-López"], name("Ana", "María García-López")),
    ("name asked", ["sean o'connor!"], name("Sean", "O'Connor")),
    ("name asked", ["Kim Ji Hoon"], name("Kim", "Ji Hoon")),
    ("name asked", ["Young, Rich"], name("Rich", "Young")),
    ("name asked", ["I go by Chase, full name is Chase Rivers"], name("Chase", "Rivers")),
    ("name asked", ["you first"], {}),
    ("name asked", ["busy at the moment"], {}),
    ("name asked", ["its a secret"], {}),
    ("name asked", ["my boss is Tom Hanks"], {}),
    ("last name asked", ["May"], {"last_name": "May"}),
    ("last name asked", ["do"], {"last_name": "Do"}),
    ("last name asked", ["O'Brien-Smith"], {"last_name": "O'Brien-Smith"}),
    ("last name asked", ["don't have one"], {}),
    ("work asked", ["Associate Director, Clinical Operations, Pfizer"],
     work("Pfizer", "Associate Director, Clinical Operations")),
    ("work asked", ["I'm a barista at blue bottle"], work("Blue Bottle", "Barista")),
    ("work asked", ["the company is Apple and I'm a PM"], work("Apple", "PM")),
    ("work asked", ["cfo for AT&T"], work("AT&T", "CFO")),
    ("work asked", ["I left Google last year, retired now"], {}),
    ("work asked", ["founder + ceo at orbit"], work("Orbit", "Founder + CEO")),
    (
        "work asked",
        ["I'm an independent consultant"],
        work("Self-employed", "Independent consultant"),
    ),
    ("work asked", ["my son works at Apple"], {}),
    ("work asked", ["taking a break from work"], {}),
    ("referrer asked", ["Faith Long at Notion"], {"referrer_name": "Faith Long"}),
    ("referrer asked", ["my cousin will", "yes"], {"referrer_name": "Will"}),
    ("referrer asked", ["qwertyuiop"], {}),
    ("referrer asked", ["linkedin post"], {"referrer_name": "LinkedIn"}),
    ("email asked", ["my name is spelled Sara without the h"], {"first_name": "Sara"}),
    ("email asked", ["sorry meant Director of Ops"], {"title": "Director of Ops"}),
    ("email asked", ["company should be Acme Inc not Acme"], {"company": "Acme Inc"}),
    ("email asked", ["they work at Google"], {}),
    ("member", ["I switched to Notion as a PM last week"], work("Notion", "PM")),
    ("member", ["my title changed to Chief of Staff"], {"title": "Chief of Staff"}),
    ("member", ["can you change my last name to Chen-Lopez?"], {"last_name": "Chen-Lopez"}),
    ("member", ["set my company to AT&T"], {"company": "AT&T"}),
    ("member", ["my friend Tom is a VP at Stripe"], {}),
    ("member", ["I'm at the airport"], {}),
    ("member", ["I'm tired"], {}),
]  # fmt: skip
# Forms, spellings, moves and what is corrected right after it was said.
HEARD: list[Case] = [
    ("name asked", ["my name is jon j o h n petrov p e t r o v"], name("John", "Petrov")),
    ("name asked", ["its spelled n i a m h, last name doyle"], name("Niamh", "Doyle")),
    ("name asked", ["ikechukwu but everyone says ike. last name obi"], name("Ike", "Obi")),
    ("name asked", ["you can call me Lupe, full name Guadalupe Ortiz"], name("Lupe", "Ortiz")),
    ("referrer asked", ["some lady at a fair, forgot her name"], {"referrer_name": "none"}),
    ("referrer asked", ["my cofounder Tariq"], {"referrer_name": "Tariq"}),
    ("referrer asked", ["dave", "no wait it was david okoro"], {"referrer_name": "David Okoro"}),
    ("referrer asked", ["two friends actually, Ida Moe and Jan Ek"], {"referrer_name": "Ida Moe"}),
    ("work asked", ["my sister works at meta, i'm at kroger"], {"company": "Kroger"}),
    ("work asked", ["i run a cafe called Bean & Leaf in Leeds"],
     {"company": "Bean & Leaf", "title": "Runs the company"}),
    ("work asked", ["quit intel last month so nowhere right now"], {}),
    ("new", ["this is ifeoma nnamdi from flutterwave"],
     {**name("Ifeoma", "Nnamdi"), "company": "Flutterwave"}),
    ("new", ["name rahul nair company infosys title delivery lead"],
     {**name("Rahul", "Nair"), "company": "Infosys", "title": "Delivery lead"}),
    ("new", ["Luis Vega, gerente de compras en Cemex"],
     {**name("Luis", "Vega"), "company": "Cemex", "title": "Gerente de compras"}),
    ("member", ["i got promoted!! cfo now"], {"title": "CFO"}),
    ("member", ["take Acme out, we got acquired by Hooli"], {"company": "Hooli"}),
    ("member", ["left acme for Stellar, i run operations there"],
     work("Stellar", "Runs operations")),
    ("member", ["change my company to Southwind", "sorry South Wind, two words"],
     {"company": "South Wind"}),
    ("member", ["i dont work at acme anymore"], {ASKS: "profile_value"}),
    ("member", ["I moved to Globex"], {ASKS: "profile_change"}),
    ("member", ["btw i left acme, started at Nubank monday as CFO"], work("Nubank", "CFO")),
    ("member", ["we rebranded, Acme is called Loomwell now"], {"company": "Loomwell"}),
    ("member", ["this is Theo, Sarah's assistant, she's running late today"], {}),
    ("member", ["im central time not eastern"], {}),
    ("member", ["wrong, im at Paystack"], {"company": "Paystack"}),
    ("member", ["just started as head of growth at Ramp last week"], {ASKS: "profile_change"}),
    ("member", ["im not CTO anymore, CRO now"], {"title": "CRO"}),
    ("member", ["i retired last month"], {ASKS: "profile_value"}),
    ("member", ["you can ask me anything about B2B pricing"],
     {"expertise": ["pricing", "b2b-pricing"]}),
    ("member", ["whats on file for me"], {}),
    ("member", ["not the lease one"], {}),
]  # fmt: skip
CASES: list[Case] = [
    *NAMES, *NO_NAMES, *INSISTED, *REFERRERS, *WORK, *NO_WORK, *ANYWHERE, *CORRECTIONS, *MEMBERS,
    *LATER, *LATEST, *HEARD,
]  # fmt: skip
