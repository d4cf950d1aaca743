"""Words of which made-up conversations with AI twins are put together."""

FIRST_NAMES = (
    *("Sarah", "Marcus", "Priya", "Tomas", "Aiko", "Elena", "Kwame", "Lucia", "Noah", "Ingrid"),
    *("Omar", "Hannah", "Mateo", "Yuki", "Zoe", "Ravi", "Clara", "Diego", "Fatima", "Owen"),
    *("Nadia", "Jonas", "Leila", "Victor", "Amara", "Pavel", "Grace", "Hugo", "Maren", "Samir"),
)
LAST_NAMES = (
    *("Chen", "Okafor", "Raman", "Novak", "Tanaka", "Petrov", "Mensah", "Rossi", "Bergman"),
    *("Haddad", "Silva", "Fischer", "Moreau", "Nguyen", "Kowalski", "Iyer", "Lindqvist"),
    *("Alvarez", "Osei", "Murphy", "Sato", "Costa", "Weber", "Hansen", "Dubois", "Malik"),
)
COMPANIES = (
    *("Brightpath", "Northwind", "Harborline", "Quillon", "Fernway", "Tidewater", "Ledgerline"),
    *("Meridian", "Northbeam", "Kaizen", "Nordlys", "Globex"),
)
DEPARTMENTS = ("Sales", "Engineering", "Marketing", "Finance", "People", "Operations")
# A topic: what is talked about, what a person asks, what a twin says.
TOPICS = (
    (
        "Quarterly planning",
        ("Help me plan the next quarter", "Which goals slipped last quarter?"),
        ("Three goals slipped; the hiring plan is the largest.", "Here is a first outline."),
    ),
    (
        "Customer follow-up",
        ("Draft a follow-up to the customer", "What did we promise them in March?"),
        ("You promised a revised offer by the end of the month.", "I have drafted the mail."),
    ),
    (
        "Hiring",
        ("Summarise the interviews of this week", "Who is still waiting for our answer?"),
        ("Two candidates wait, one of them since Monday.", "The panel favours the second one."),
    ),
    (
        "Budget review",
        ("Where are we over budget?", "Compare travel costs with last year"),
        ("Travel is nine percent over; software is under.", "The report shows it by month."),
    ),
    (
        "Product launch",
        ("What is left before the launch?", "Write the announcement for the team"),
        ("The pricing page and the release notes are open.", "Here is a shorter version."),
    ),
    (
        "Contract questions",
        ("Which contracts end this year?", "Find the clause on renewal"),
        ("Four contracts end, the earliest in October.", "It renews unless ended 60 days before."),
    ),
    (
        "Meeting notes",
        ("Summarise the meeting with the board", "List what I have to do from it"),
        ("Five points, two of them yours.", "The summary is ready, with owners and dates."),
    ),
)
FOLLOW_UPS = (
    *("Make it shorter, please", "And for the other region?", "Thanks, that helps"),
    *("Can you add the numbers?", "Who was in that meeting?", "Put it in a table"),
)
REPLIES = (
    *("Done. Anything else?", "Here it is, with the numbers of last month."),
    *("I found three sources and kept the newest.", "I have changed the tone as you asked."),
)
DOCUMENT_TYPES = ("email", "report", "proposal", "summary")
QUERY_TYPES = ("email_search", "document_search", "general")
SENTENCES = (
    "We looked at what changed since the last review and what it means for the team.",
    "Costs stayed within the plan, with the exception of travel.",
    "The next step is a call with the customer before the end of the month.",
    "Two decisions are open and should be made this week.",
    "Attached are the figures on which this rests.",
    "Please let me know by Thursday whether this works for you.",
    "The risk that worries us most is the delivery date of the supplier.",
    "Thank you for the time that you took to answer our questions.",
)
