-- Questions put to the members: who asked, who was asked, who passed; and what expertise is called.
-- Before there are members and prospects in numbers: writers stand still for a moment only.
-- squawk-ignore-file require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

-- An index uses it: without a search_path, so that it is inlined. array_to_string is stable only for
-- what may be in an array, and texts print alike everywhere.
create or replace function private.profile_words(p_title text, p_expertise text[]) returns tsvector
language plpgsql immutable parallel safe
set search_path = pg_catalog
as $$
begin
  return to_tsvector('english', concat_ws(' ', p_title, replace(array_to_string(p_expertise, ' '), '-', ' ')));
end $$;
comment on function private.profile_words(text, text[]) is
  'What finds a member where no tag does: title and expertise, stemmed.';
create index if not exists idx_users_profile_words on users
  using gin (private.profile_words(title, expertise)) where verified;

-- A row of users is wide, and a common subject has thousands of experts: what decides whom to ask
-- stands in an index of its own, which is read without the table.
create table if not exists private.experts (
  tag text not null,
  user_id uuid not null references users (id) on delete cascade,
  earned smallint not null,
  asked_at timestamptz,
  paused_until timestamptz,
  primary key (tag, user_id) include (earned, asked_at, paused_until)
);
create index if not exists idx_experts_user on private.experts (user_id);
comment on table private.experts is 'Members by what they know, kept by a trigger on users: those who are verified and have not opted out.';
comment on column private.experts.earned is 'Points for former answers.';
comment on column private.experts.asked_at is 'users.last_asked_at.';
comment on column private.experts.paused_until is 'users.proactive_paused_until.';

create table if not exists expertise_tags (
  tag text primary key check (tag ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  label text not null
);
comment on table expertise_tags is 'The vocabulary of expertise, to which questions and profiles are mapped.';
comment on column expertise_tags.label is 'The tag as people say it.';

create table if not exists expertise_synonyms (
  term text primary key check (term <> ''),
  tag text not null references expertise_tags (tag) on update cascade on delete cascade
);
create index if not exists idx_expertise_synonyms_tag on expertise_synonyms (tag);
comment on table expertise_synonyms is 'What people say for a tag; its own words among them.';
comment on column expertise_synonyms.term is 'In private.normal_words: small ASCII words in the singular, at most four.';

alter table community_requests add column if not exists wave smallint not null default 0 check (wave >= 0);
alter table community_requests add column if not exists routed_at timestamptz;
comment on column community_requests.requesting_user_id is
  'The first of its askers; the next one takes over should they withdraw or be erased. Null: an agent''s own.';
comment on column community_requests.expertise_needed is 'Tags of the vocabulary, or what it does not know, in its own words.';
comment on column community_requests.target_user_ids is 'All who were asked; when, and why, is in community_targets.';
comment on column community_requests.wave is 'How many waves of experts have been asked; 0: nobody yet.';
comment on column community_requests.routed_at is 'When the last wave was.';

create table if not exists community_request_askers (
  request_id uuid references community_requests (id) not null,
  user_id uuid references users (id) not null,
  asked_as uuid not null,
  question text not null,
  created_at timestamptz not null default now(),
  primary key (request_id, user_id)
);
create index if not exists idx_community_request_askers_user on community_request_askers (user_id, created_at desc);
comment on table community_request_askers is 'Who asks a question, the first of them too; each gets every answer.';
comment on column community_request_askers.asked_as is
  'The id under which they asked it: another than request_id when somebody else had asked the same.';
comment on column community_request_askers.question is 'In their own words, which the others never see.';

create table if not exists community_targets (
  request_id uuid references community_requests (id) not null,
  user_id uuid references users (id) not null,
  wave smallint not null check (wave > 0),
  score integer not null,
  asked_at timestamptz not null default now(),
  primary key (request_id, user_id)
);
create index if not exists idx_community_targets_user on community_targets (user_id, asked_at desc);
create index if not exists idx_community_targets_recent on community_targets (asked_at);
comment on table community_targets is 'Whom a question was put to, with the score that chose them.';

create table if not exists community_passes (
  request_id uuid references community_requests (id) not null,
  user_id uuid references users (id) not null,
  reason text,
  knows_someone boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (request_id, user_id)
);
create index if not exists idx_community_passes_user on community_passes (user_id, created_at desc);
comment on table community_passes is 'Who was asked and leaves the question to others: as good as an answer for closing it.';
comment on column community_passes.reason is 'In their words, if they gave one.';
comment on column community_passes.knows_someone is 'They offered to introduce somebody who knows: "not me, but I know someone".';

alter table users add column if not exists last_asked_at timestamptz;
alter table users add column if not exists questions_answered integer not null default 0 check (questions_answered >= 0);
alter table users add column if not exists useful_of_last_five smallint not null default 0
  check (useful_of_last_five between 0 and 5);
comment on column users.last_asked_at is 'When a question of another member last reached them. With the next two: read for thousands at each routing.';
comment on column users.questions_answered is 'How many questions they have answered: a cache over community_responses.';
comment on column users.useful_of_last_five is 'How many of their last five answers were worth 7 or more: likewise.';

create table if not exists topic_blocks (
  user_id uuid references users (id) not null,
  tag text not null,
  created_at timestamptz not null default now(),
  primary key (user_id, tag)
);
comment on table topic_blocks is 'What a member never wants to be asked about.';

alter table community_responses add column if not exists scored_by text check (scored_by in ('model', 'rules'));
create index if not exists idx_community_responses_by_rules on community_responses (created_at)
  where scored_by = 'rules';
comment on column community_responses.scored_by is
  'Who scored it; what the rules scored, since no model could, is for an operator to look at.';

-- As shared/domain/expertise_vocabulary.py has it.
with vocabulary (tag, label, terms) as (values
    ('accounting', 'accounting', 'accounting|accountant|bookkeeping|bookkeeper|cpa|month end close|financial close|gaap'),
    ('advertising', 'advertising', 'advertising|paid ads|paid media|google ads|facebook ads|ppc|ad buying|media buying|paid acquisition'),
    ('advisory-boards', 'advisory boards', 'advisory board|advisor|finding advisor|advisor equity|mentor|mentoring'),
    ('affiliate-marketing', 'affiliate marketing', 'affiliate marketing|affiliate program|affiliate|referral program'),
    ('agritech', 'agritech', 'agritech|agtech|farming|agriculture'),
    ('ai', 'AI', 'ai|artificial intelligence|generative ai|genai|llm|large language model|gpt|ai agent|prompt engineering'),
    ('analytics', 'analytics', 'analytic|product analytic|web analytic|google analytic|mixpanel|amplitude|ga4|attribution'),
    ('angel-investing', 'angel investing', 'angel investing|angel investor|angel|syndicate'),
    ('api-design', 'API design', 'api design|api|rest api|graphql|developer api|api platform'),
    ('app-store', 'app stores', 'app store|app store optimization|aso|play store|app review'),
    ('architecture', 'software architecture', 'architecture|software architecture|system design|microservice|distributed system'),
    ('audit', 'audit', 'audit|auditor|financial audit|external audit|audit readiness'),
    ('aws', 'AWS', 'aws|amazon web service|aws credit'),
    ('b2b-sales', 'B2B sales', 'b2b sale|enterprise sale|enterprise selling|outbound sale|sale led growth|selling to enterprise'),
    ('backend', 'back-end engineering', 'backend|back end engineering|back end|backend engineering|backend engineer'),
    ('banking', 'banking', 'banking|business banking|bank account|treasury management|neobank'),
    ('benefits', 'employee benefits', 'benefit|employee benefit|health insurance|401k|perk'),
    ('biotech', 'biotech', 'biotech|life science|drug discovery|clinical trial'),
    ('board-governance', 'board governance', 'board governance|board meeting|board deck|board management|board seat|corporate governance'),
    ('brand', 'brand', 'brand|branding|brand strategy|brand identity|rebrand|rebranding|naming'),
    ('business-development', 'business development', 'business development|biz dev|bizdev|bd|partnership strategy'),
    ('business-insurance', 'business insurance', 'business insurance|d&o insurance|cyber insurance|liability insurance|insurance broker'),
    ('call-centers', 'call centers', 'call center|contact center|support outsourcing'),
    ('cap-tables', 'cap tables', 'cap table|equity management|carta|409a|option pool|dilution|vesting'),
    ('cfo', 'finance leadership', 'cfo|finance leadership|fractional cfo|interim cfo|outsourced cfo|part time cfo|vp finance|head of finance|finance leader|chief financial officer'),
    ('change-management', 'change management', 'change management|organizational change|org change|restructuring'),
    ('channel-sales', 'channel sales', 'channel sale|channel partner|reseller|value added reseller|channel program'),
    ('climate-tech', 'climate tech', 'climate tech|climate|cleantech|clean energy|carbon accounting|sustainability|esg'),
    ('cloud', 'cloud infrastructure', 'cloud|cloud infrastructure|gcp|google cloud|azure|cloud cost|finop|cloud migration'),
    ('co-founders', 'co-founders', 'co founder|cofounder|finding a cofounder|founder dating|founder conflict|founder agreement'),
    ('coaching', 'executive coaching', 'coaching|executive coaching|executive coach|leadership coach|ceo coach|coach'),
    ('cold-outreach', 'cold outreach', 'cold outreach|cold email|cold call|cold calling|outbound|prospecting|lead generation|lead gen|sale development|sdr'),
    ('communications', 'communications', 'communication|internal communication|crisis communication|corporate communication'),
    ('community-building', 'community building', 'community building|online community|community manager|community management|user community'),
    ('compensation', 'compensation', 'compensation|salary|salarie|salary band|equity compensation|comp band|pay band|executive compensation'),
    ('competitive-analysis', 'competitive analysis', 'competitive analysis|competitive intelligence|competitor research|competitor analysis|battlecard'),
    ('compliance', 'compliance', 'compliance|regulatory compliance|regulatory|compliance officer|regulation'),
    ('content-marketing', 'content marketing', 'content marketing|content strategy|blogging|blog|newsletter|copywriting|copywriter|content writer'),
    ('contracts', 'contracts', 'contract|contract law|contract negotiation|msa|saa agreement|term of service|nda'),
    ('conversion', 'conversion optimization', 'conversion|conversion optimization|conversion rate|cro|conversion rate optimization|landing page|a b test|ab testing|experimentation'),
    ('corporate-law', 'corporate law', 'corporate law|lawyer|attorney|law firm|startup lawyer|corporate counsel|general counsel|legal|legal counsel|legal advice'),
    ('crm', 'CRM', 'crm|hubspot|salesforce|pipedrive|salesforce admin|crm migration|customer relationship management'),
    ('crypto', 'crypto and blockchain', 'crypto|crypto and blockchain|blockchain|web3|cryptocurrency|token|tokenomic|defi|smart contract'),
    ('customer-discovery', 'customer discovery', 'customer discovery|user interview|customer interview|customer research|user research|problem validation'),
    ('customer-success', 'customer success', 'customer success|csm|churn|retention|reducing churn|onboarding customer|renewal|account management'),
    ('customer-support', 'customer support', 'customer support|helpdesk|zendesk|intercom|support team|customer service'),
    ('cybersecurity', 'cybersecurity', 'cybersecurity|information security|infosec|security engineer|pentest|penetration test|penetration testing|ciso|vciso|security review|security questionnaire'),
    ('data-engineering', 'data engineering', 'data engineering|data engineer|data pipeline|data warehouse|snowflake|dbt|etl|big query|bigquery|data infrastructure'),
    ('data-privacy', 'data privacy', 'data privacy|gdpr|ccpa|privacy law|privacy policy|dpo|dpa|data protection'),
    ('data-science', 'data science', 'data science|data scientist|statistic|forecasting|predictive model'),
    ('databases', 'databases', 'database|postgre|postgresql|mysql|mongodb|sql|database performance'),
    ('deep-tech', 'deep tech', 'deep tech|deeptech|frontier tech|quantum'),
    ('design', 'product design', 'design|product design|designer|product designer|ux|ui|ux design|ui design|user experience|figma|design system'),
    ('developer-relations', 'developer relations', 'developer relation|devrel|developer marketing|developer advocate|developer community|open source community'),
    ('devops', 'DevOps', 'devop|dev op|sre|site reliability|docker|ci cd|terraform|infrastructure engineer|observability'),
    ('direct-to-consumer', 'direct to consumer', 'direct to consumer|dtc|d2c|consumer brand|cpg|consumer packaged good'),
    ('diversity', 'diversity and inclusion', 'diversity|diversity and inclusion|dei|inclusion|diversity equity inclusion|inclusive hiring'),
    ('due-diligence', 'due diligence', 'due diligence|tech due diligence|financial due diligence|data room'),
    ('e-commerce', 'e-commerce', 'e commerce|ecommerce|online store|shopify|woocommerce|amazon seller|marketplace seller'),
    ('e-signatures', 'e-signatures', 'e signature|docusign|electronic signature|esign'),
    ('edtech', 'edtech', 'edtech|education technology|education|school|selling to school|online course'),
    ('email-marketing', 'email marketing', 'email marketing|mailchimp|klaviyo|email deliverability|deliverability|drip campaign|email campaign'),
    ('employment-law', 'employment law', 'employment law|employment lawyer|labor law|employment contract|termination|firing|severance|contractor classification|misclassification'),
    ('engineering-leadership', 'engineering leadership', 'engineering leadership|cto|fractional cto|vp engineering|vp of engineering|head of engineering|engineering manager|engineering management|managing engineer'),
    ('equity', 'equity and options', 'equity|equity and option|stock option|employee equity|esop|rsu|83b|83 b|option grant|equity grant|equity split'),
    ('erp', 'ERP', 'erp|netsuite|sap|erp implementation|oracle erp|quickbook migration'),
    ('event-marketing', 'events', 'event marketing|event|conference|trade show|webinar|event planning|field marketing'),
    ('exits', 'exits', 'exit|acquisition|selling my company|selling the company|sell side|m&a|merger and acquisition|acquihire|exit planning'),
    ('expense-management', 'expense management', 'expense management|expense|corporate card|brex|ramp|spend management'),
    ('family-offices', 'family offices', 'family office|lps|limited partner'),
    ('fda', 'FDA and medical devices', 'fda|fda and medical device|medical device|fda approval|510k|medtech'),
    ('finance', 'finance', 'finance|financial planning|fp&a|financial model|financial modeling|budgeting|cash flow|runway|unit economic|burn rate|corporate finance'),
    ('fintech', 'fintech', 'fintech|financial technology|embedded finance|lending|credit underwriting|banking as a service'),
    ('food-and-beverage', 'food and beverage', 'food and beverage|food|beverage|restaurant|food tech|foodtech'),
    ('founder-wellbeing', 'founder wellbeing', 'founder wellbeing|burnout|founder burnout|founder mental health|work life balance'),
    ('fraud', 'fraud', 'fraud|fraud detection|fraud prevention|chargeback|identity verification|kyc|aml|anti money laundering'),
    ('freelancers', 'freelancers', 'freelancer|contractor|upwork|hiring contractor|agency|agencie'),
    ('frontend', 'front-end engineering', 'frontend|front end engineering|front end|react|javascript|typescript|frontend engineer|web development|web developer|nextj'),
    ('fundraising', 'fundraising', 'fundraising|raising|raise money|raising money|raising a round|raise a round|seed round|pre seed|seed funding|serie a|serie b|venture funding|pitch|pitch deck|pitching|pitching investor|investor deck|investor update|term sheet|safe note|convertible note'),
    ('gaming', 'gaming', 'gaming|game development|game studio|video game|game industry'),
    ('go-to-market', 'go-to-market', 'go to market|gtm|go to market strategy|launch strategy|market entry|market expansion|product launch|launching'),
    ('government', 'government sales', 'government|government sale|selling to government|public sector|govtech|government contract|gsa|fedramp|procurement rfp'),
    ('grants', 'grants', 'grant|sbir|sttr|non dilutive|non dilutive funding|r&d grant'),
    ('growth', 'growth', 'growth|growth marketing|growth hacking|growth hacker|user acquisition|customer acquisition|cac|viral growth|demand generation|demand gen'),
    ('hardware', 'hardware', 'hardware|electronic|firmware|embedded system|iot|prototyping|pcb|consumer electronic'),
    ('healthcare', 'healthcare', 'healthcare|health|healthtech|digital health|hospital|ehr|selling to hospital|telehealth|telemedicine|clinic'),
    ('hipaa', 'HIPAA', 'hipaa|hipaa compliance|phi|baa'),
    ('hiring', 'hiring', 'hiring|recruiting|recruitment|recruiter|recruit|hire|headhunter|talent acquisition|sourcing candidate|first hire|interviewing|interview process|executive search'),
    ('hr', 'HR', 'hr|human resource|people ops|people operation|hris|employee handbook|performance review|performance management'),
    ('immigration', 'immigration', 'immigration|visa|h1b|h 1b|o1 visa|o 1|green card|immigration lawyer|work permit|work visa'),
    ('incorporation', 'incorporation', 'incorporation|incorporate|incorporating|delaware c corp|c corp|llc|company formation|registering a company|stripe atla|delaware flip'),
    ('influencer-marketing', 'influencer marketing', 'influencer marketing|influencer|creator|creator economy|ugc'),
    ('insurtech', 'insurtech', 'insurtech|insurance technology|insurance industry|insurance'),
    ('intellectual-property', 'intellectual property', 'intellectual property|ip law|patent|patent attorney|trademark|copyright|ip lawyer|licensing'),
    ('international-expansion', 'international expansion', 'international expansion|expanding internationally|expanding to europe|expansion to europe|international|oversea|entering the us|us market entry|european market|localization|eor|employer of record'),
    ('internationalization', 'internationalization', 'internationalization|i18n|translation|multilingual'),
    ('investor-relations', 'investor relations', 'investor relation|investor communication|investor reporting'),
    ('iso-27001', 'ISO 27001', 'iso 27001|iso27001|iso certification'),
    ('it-support', 'IT support', 'it support|mdm|device management|managed service provider|msp'),
    ('kubernetes', 'kubernetes', 'kubernete|k8s|helm|container orchestration'),
    ('leadership', 'leadership', 'leadership|management|managing people|people management|first time manager|manager training|leadership team|delegation'),
    ('legal-tech', 'legal tech', 'legal tech|legaltech|contract automation'),
    ('linkedin-marketing', 'LinkedIn marketing', 'linkedin marketing|linkedin ads|linkedin content|linkedin outreach|personal brand|personal branding|founder brand'),
    ('logistics', 'logistics', 'logistic|shipping|freight|fulfillment|3pl|warehouse|warehousing|last mile delivery'),
    ('low-code', 'low-code', 'low code|no code|nocode|bubble|airtable|zapier|workflow automation'),
    ('machine-learning', 'machine learning', 'machine learning|ml|mlop|deep learning|computer vision|nlp|natural language processing|recommendation system|model training'),
    ('manufacturing', 'manufacturing', 'manufacturing|factory|factorie|contract manufacturer|contract manufacturing|manufacturing in china|injection molding|production line'),
    ('market-research', 'market research', 'market research|survey|market sizing|tam|industry research|focus group'),
    ('marketing', 'marketing', 'marketing|marketer|cmo|fractional cmo|head of marketing|vp marketing|marketing strategy|marketing agency'),
    ('marketing-automation', 'marketing automation', 'marketing automation|marketo|pardot|martech|marketing ops|marketing operation'),
    ('marketplaces', 'marketplaces', 'marketplace|two sided marketplace|supply and demand|network effect'),
    ('media-relations', 'PR', 'media relation|pr|public relation|press|press coverage|journalist|publicist|press release|media coverage'),
    ('mobile', 'mobile development', 'mobile|mobile development|mobile app|ios|android|swift|kotlin|react native|flutter|app developer|app development'),
    ('mortgage', 'mortgage and lending', 'mortgage|mortgage and lending|home loan'),
    ('negotiation', 'negotiation', 'negotiation|negotiating|negotiate|deal making|closing deal'),
    ('nonprofits', 'nonprofits', 'nonprofit|non profit|charity|social impact'),
    ('office-space', 'office space', 'office space|coworking|office lease|commercial lease'),
    ('okrs', 'OKRs', 'okr|goal setting|kpi|company metric|north star metric'),
    ('onboarding', 'user onboarding', 'onboarding|user onboarding|activation|product adoption'),
    ('open-source', 'open source', 'open source|oss|open source license|open source licensing|commercial open source'),
    ('operations', 'operations', 'operation|ops|coo|chief of staff|business operation|bizop|process improvement|operating system|scaling operation'),
    ('outsourcing', 'outsourcing', 'outsourcing|offshore|offshoring|nearshore|nearshoring|dev shop|development agency|virtual assistant|bpo'),
    ('partnerships', 'partnerships', 'partnership|strategic partner|strategic partnership|co marketing|integration partner|alliance'),
    ('payments', 'payments', 'payment|payment processing|stripe|payment processor|merchant account|billing|card processing|ach'),
    ('payroll', 'payroll', 'payroll|payroll provider|gusto|rippling|adp|paying employee|paying contractor|global payroll|deel'),
    ('pharma', 'pharma', 'pharma|pharmaceutical'),
    ('podcasting', 'podcasting', 'podcasting|podcast'),
    ('positioning', 'positioning', 'positioning|messaging|product messaging|value proposition|product marketing|product marketer|pmm|storytelling'),
    ('presentations', 'presentations', 'presentation|public speaking|speaking|keynote|slide design'),
    ('pricing', 'pricing', 'pricing|price|price point|price increase|raising price|packaging|pricing model|pricing strategy|usage based pricing|freemium|discounting|monetization'),
    ('procurement', 'procurement', 'procurement|purchasing|vendor management|vendor negotiation|selling to procurement|sourcing'),
    ('product-led-growth', 'product-led growth', 'product led growth|plg|self serve|free trial|bottom up'),
    ('product-management', 'product management', 'product management|product manager|pm|head of product|product strategy|roadmap|product roadmap|prioritization|vp product|cpo'),
    ('product-market-fit', 'product-market fit', 'product market fit|pmf|mvp|minimum viable product|idea validation|validating an idea|finding product market fit|pivot|pivoting'),
    ('program-management', 'program management', 'program management|project management|project manager|program manager|agile|scrum|jira'),
    ('proptech', 'proptech', 'proptech|property technology|property management|construction tech|construction'),
    ('python', 'python', 'python|django|fastapi|python developer'),
    ('quality-assurance', 'quality assurance', 'quality assurance|qa|software testing|test automation|qa engineer'),
    ('quantum-computing', 'quantum computing', 'quantum computing|quantum computer'),
    ('real-estate', 'real estate', 'real estate|realtor|commercial real estate|real estate investing'),
    ('recruiting-engineers', 'recruiting engineers', 'recruiting engineer|hire engineer|hiring engineer|hiring developer|hire developer|technical recruiter|technical recruiting|engineering hiring|hire an engineer'),
    ('remote-work', 'remote work', 'remote work|remote team|distributed team|hybrid work|remote culture'),
    ('research-and-development', 'R&D', 'research and development|r&d|r&d tax credit|rd tax credit'),
    ('retail', 'retail', 'retail|retailer|brick and mortar|getting into store|whole food|walmart|retail buyer|wholesale'),
    ('revenue-operations', 'revenue operations', 'revenue operation|revop|rev ops|sale ops|sale operation|sale process|quota|commission plan|sale compensation'),
    ('risk', 'risk management', 'risk|risk management|enterprise risk|vendor risk'),
    ('robotics', 'robotics', 'robotic|robot|drone'),
    ('saas', 'SaaS', 'saa|software as a service|saa metric|arr|mrr|vertical saa|b2b saa'),
    ('sales', 'sales', 'sale|selling|sell|closing|sale team|head of sale|vp sale|sale leader|account executive|sale hire|first sale hire|sale coach|cro hire'),
    ('sales-enablement', 'sales enablement', 'sale enablement|sale training|sale playbook|sale deck|sale demo|demo call'),
    ('sales-tax', 'sales tax', 'sale tax|vat|sale tax nexus|nexus|avalara'),
    ('scaling', 'scaling', 'scaling|hypergrowth|scaling a team|scaling startup|growing the team'),
    ('search-ads', 'search advertising', 'search ads|search advertising|sem|search engine marketing|adword'),
    ('semiconductors', 'semiconductors', 'semiconductor|chip|asic|fpga'),
    ('seo', 'SEO', 'seo|search engine optimization|organic search|organic traffic|backlink|link building|technical seo'),
    ('smb', 'small business customers', 'smb|small business customer|small business|small businesse|smb sale|selling to smb|local business'),
    ('soc-2', 'SOC 2', 'soc 2|soc2|soc ii|soc 2 type 2|soc 2 audit|vanta|drata'),
    ('social-media', 'social media', 'social media|instagram|tiktok|twitter|social media manager|social media marketing|youtube|facebook'),
    ('space', 'space', 'space|aerospace|satellite'),
    ('sports', 'sports', 'sport|fitness'),
    ('startup-accelerators', 'accelerators', 'startup accelerator|accelerator|y combinator|yc|techstar|incubator'),
    ('startup-studio', 'venture building', 'startup studio|venture building|venture studio|venture builder|corporate venture'),
    ('strategy', 'strategy', 'strategy|business strategy|strategic planning|business model|management consulting|consultant'),
    ('subscription-billing', 'subscription billing', 'subscription billing|subscription|recurring billing|chargebee|recurly|revenue recognition|rev rec'),
    ('supply-chain', 'supply chain', 'supply chain|inventory|inventory management|supplier|importing|tariff|custom'),
    ('talent-development', 'talent development', 'talent development|learning and development|training employee|l&d'),
    ('tax', 'tax', 'tax|taxe|tax advisor|tax law|tax filing|tax planning|tax accountant|corporate tax|international tax|transfer pricing|qsb'),
    ('team-culture', 'team culture', 'team culture|culture|company culture|team building|offsite|employee engagement|company value'),
    ('technical-writing', 'technical writing', 'technical writing|documentation|doc|technical writer'),
    ('telecom', 'telecom', 'telecom|telco|voip|twilio|sms'),
    ('travel', 'travel', 'travel|hospitality|hotel|travel tech|airline'),
    ('usability', 'usability', 'usability|accessibility|a11y|wcag|usability testing'),
    ('valuation', 'valuation', 'valuation|valuing a company|company valuation|startup valuation'),
    ('vendor-selection', 'software selection', 'vendor selection|software selection|choosing software|tool selection|software evaluation'),
    ('venture-capital', 'venture capital', 'venture capital|vc|vcs|venture capitalist|venture investor|institutional investor|lead investor|investor|fund manager|raising a fund'),
    ('venture-debt', 'venture debt', 'venture debt|debt financing|line of credit|revenue based financing|working capital|bank loan|loan'),
    ('video', 'video production', 'video|video production|videographer|video editing|product video|explainer video|animation'),
    ('wealth-management', 'personal finance', 'wealth management|personal finance|financial advisor|estate planning|retirement'),
    ('website', 'websites', 'website|web design|web designer|webflow|wordpress|landing site|website design')),
tags as (
  insert into expertise_tags (tag, label) select tag, label from vocabulary on conflict (tag) do nothing)
insert into expertise_synonyms (term, tag)
select term, tag from vocabulary, unnest(string_to_array(terms, '|')) term
on conflict (term) do nothing;
