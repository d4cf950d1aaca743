"""The vocabulary of expertise: a tag a line, its label if it differs, and what people say for it.

The same rows stand in `expertise_tags` and `expertise_synonyms`, as the migration writes them; a
test holds the two together. A tag's own words are a term for it without being listed.
"""

VOCABULARY = """\
accounting: accountant, bookkeeping, bookkeeper, cpa, month end close, financial close, gaap
advertising: paid ads, paid media, google ads, facebook ads, ppc, ad buying, media buying, paid acquisition
advisory-boards (advisory boards): advisory board, advisor, finding advisors, advisor equity, mentor, mentoring
affiliate-marketing (affiliate marketing): affiliate program, affiliates, referral program
agritech: agtech, farming, agriculture
ai (AI): artificial intelligence, generative ai, genai, llm, large language model, gpt, ai agent, prompt engineering
analytics: product analytics, web analytics, google analytics, mixpanel, amplitude, ga4, attribution
angel-investing (angel investing): angel investor, angel, angels, syndicate
api-design (API design): api, rest api, graphql, developer api, api platform
app-store (app stores): app store, app store optimization, aso, play store, app review
architecture (software architecture): software architecture, system design, microservices, distributed systems
audit: auditor, financial audit, external audit, audit readiness
aws (AWS): amazon web services, aws credits
b2b-sales (B2B sales): b2b sale, enterprise sales, enterprise selling, outbound sales, sales led growth, selling to enterprises
backend (back-end engineering): backend, back end, backend engineering, backend engineer
banking: business banking, bank account, treasury management, neobank
benefits (employee benefits): employee benefit, health insurance, 401k, perks
biotech: life science, drug discovery, clinical trial
board-governance (board governance): board meeting, board deck, board management, board seat, corporate governance
brand: branding, brand strategy, brand identity, rebrand, rebranding, naming
business-development (business development): biz dev, bizdev, bd, partnership strategy
business-insurance (business insurance): d&o insurance, cyber insurance, liability insurance, insurance broker
call-centers (call centers): call center, contact center, support outsourcing
cap-tables (cap tables): cap table, equity management, carta, 409a, option pool, dilution, vesting
cfo (finance leadership): fractional cfo, interim cfo, outsourced cfo, part time cfo, vp finance, head of finance, finance leader, chief financial officer
change-management (change management): organizational change, org change, restructuring
channel-sales (channel sales): channel partner, reseller, value added reseller, channel program
climate-tech (climate tech): climate, cleantech, clean energy, carbon accounting, sustainability, esg
cloud (cloud infrastructure): cloud infrastructure, gcp, google cloud, azure, cloud cost, finops, cloud migration
co-founders (co-founders): cofounder, co founder, finding a cofounder, founder dating, founder conflict, founder agreement
coaching (executive coaching): executive coach, executive coaching, leadership coach, ceo coach, coach
cold-outreach (cold outreach): cold email, cold call, cold calling, outbound, prospecting, lead generation, lead gen, sales development, sdr
communications: internal communication, crisis communication, corporate communication
community-building (community building): online community, community manager, community management, user community
compensation: salary, salaries, salary bands, equity compensation, comp bands, pay bands, executive compensation
competitive-analysis (competitive analysis): competitive intelligence, competitor research, competitor analysis, battlecard
compliance: regulatory compliance, regulatory, compliance officer, regulation
content-marketing (content marketing): content strategy, blogging, blog, newsletter, copywriting, copywriter, content writer
contracts: contract, contract law, contract negotiation, msa, saas agreement, terms of service, nda
conversion (conversion optimization): conversion rate, cro, conversion rate optimization, landing page, a b test, ab testing, experimentation
corporate-law (corporate law): lawyer, attorney, law firm, startup lawyer, corporate counsel, general counsel, legal, legal counsel, legal advice
crm (CRM): hubspot, salesforce, pipedrive, salesforce admin, crm migration, customer relationship management
crypto (crypto and blockchain): blockchain, web3, cryptocurrency, token, tokenomics, defi, smart contract
customer-discovery (customer discovery): user interview, customer interview, customer research, user research, problem validation
customer-success (customer success): csm, churn, retention, reducing churn, onboarding customers, renewals, account management
customer-support (customer support): helpdesk, zendesk, intercom, support team, customer service
cybersecurity: information security, infosec, security engineer, pentest, penetration test, penetration testing, ciso, vciso, security review, security questionnaire
data-engineering (data engineering): data engineer, data pipeline, data warehouse, snowflake, dbt, etl, big query, bigquery, data infrastructure
data-privacy (data privacy): gdpr, ccpa, privacy law, privacy policy, dpo, dpa, data protection
data-science (data science): data scientist, statistics, forecasting, predictive model
databases: database, postgres, postgresql, mysql, mongodb, sql, database performance
deep-tech (deep tech): deeptech, frontier tech, quantum
design (product design): designer, product design, product designer, ux, ui, ux design, ui design, user experience, figma, design system
developer-relations (developer relations): devrel, developer marketing, developer advocate, developer community, open source community
devops (DevOps): dev op, sre, site reliability, docker, ci cd, terraform, infrastructure engineer, observability
direct-to-consumer (direct to consumer): dtc, d2c, consumer brand, cpg, consumer packaged goods
diversity (diversity and inclusion): dei, inclusion, diversity and inclusion, diversity equity inclusion, inclusive hiring
due-diligence (due diligence): tech due diligence, financial due diligence, data room
e-commerce (e-commerce): ecommerce, online store, shopify, woocommerce, amazon seller, marketplace seller
e-signatures (e-signatures): docusign, electronic signature, esign
edtech: education technology, education, schools, selling to schools, online course
email-marketing (email marketing): mailchimp, klaviyo, email deliverability, deliverability, drip campaign, email campaign
employment-law (employment law): employment lawyer, labor law, employment contract, termination, firing, severance, contractor classification, misclassification
engineering-leadership (engineering leadership): cto, fractional cto, vp engineering, vp of engineering, head of engineering, engineering manager, engineering management, managing engineers
equity (equity and options): stock option, employee equity, esop, rsu, 83b, 83 b, option grant, equity grant, equity split
erp (ERP): netsuite, sap, erp implementation, oracle erp, quickbooks migration
event-marketing (events): events, conference, trade show, webinar, event planning, field marketing
exits: exit, acquisition, selling my company, selling the company, sell side, m&a, mergers and acquisitions, acquihire, exit planning
expense-management (expense management): expenses, corporate card, brex, ramp, spend management
family-offices (family offices): family office, lps, limited partner
fda (FDA and medical devices): medical device, fda approval, 510k, medtech
finance: financial planning, fp&a, financial model, financial modeling, budgeting, cash flow, runway, unit economics, burn rate, corporate finance
fintech: financial technology, embedded finance, lending, credit underwriting, banking as a service
food-and-beverage (food and beverage): food, beverage, restaurant, restaurants, food tech, foodtech
founder-wellbeing (founder wellbeing): burnout, founder burnout, founder mental health, work life balance
fraud: fraud detection, fraud prevention, chargeback, identity verification, kyc, aml, anti money laundering
freelancers: freelancer, contractor, contractors, upwork, hiring contractors, agency, agencies
frontend (front-end engineering): frontend, front end, react, javascript, typescript, frontend engineer, web development, web developer, nextjs
fundraising: raising, raise money, raising money, raising a round, raise a round, seed round, pre seed, seed funding, series a, series b, venture funding, pitch, pitch deck, pitching, pitching investors, investor deck, investor update, term sheet, safe note, convertible note
gaming: game development, game studio, video game, games industry
go-to-market (go-to-market): gtm, go to market strategy, launch strategy, market entry, market expansion, product launch, launching
government (government sales): selling to government, public sector, govtech, government contract, gsa, fedramp, procurement rfp
grants: grant, sbir, sttr, non dilutive, non dilutive funding, r&d grant
growth: growth marketing, growth hacking, growth hacker, user acquisition, customer acquisition, cac, viral growth, demand generation, demand gen
hardware: electronics, firmware, embedded system, iot, prototyping, pcb, consumer electronics
healthcare: health, healthtech, digital health, hospital, hospitals, ehr, selling to hospitals, telehealth, telemedicine, clinics
hipaa (HIPAA): hipaa compliance, phi, baa
hiring: recruiting, recruitment, recruiter, recruit, hire, headhunter, talent acquisition, sourcing candidates, first hire, interviewing, interview process, executive search
hr (HR): human resource, people ops, people operation, hris, employee handbook, performance review, performance management
immigration: visa, h1b, h 1b, o1 visa, o 1, green card, immigration lawyer, work permit, work visa
incorporation: incorporate, incorporating, delaware c corp, c corp, llc, company formation, registering a company, stripe atlas, delaware flip
influencer-marketing (influencer marketing): influencer, influencers, creator, creators, creator economy, ugc
insurtech: insurance technology, insurance industry, insurance
intellectual-property (intellectual property): ip law, patent, patents, patent attorney, trademark, copyright, ip lawyer, licensing
international-expansion (international expansion): expanding internationally, expanding to europe, expansion to europe, international, overseas, entering the us, us market entry, european market, localization, eor, employer of record
internationalization: i18n, translation, multilingual
investor-relations (investor relations): investor communication, investor reporting
iso-27001 (ISO 27001): iso 27001, iso27001, iso certification
it-support (IT support): it support, mdm, device management, managed service provider, msp
kubernetes: k8s, helm, container orchestration
leadership: management, managing people, people management, first time manager, manager training, leadership team, delegation
legal-tech (legal tech): legaltech, contract automation
linkedin-marketing (LinkedIn marketing): linkedin ads, linkedin content, linkedin outreach, personal brand, personal branding, founder brand
logistics: shipping, freight, fulfillment, 3pl, warehouse, warehousing, last mile delivery
low-code (low-code): no code, nocode, bubble, airtable, zapier, workflow automation
machine-learning (machine learning): ml, mlops, deep learning, computer vision, nlp, natural language processing, recommendation system, model training
manufacturing: factory, factories, contract manufacturer, contract manufacturing, manufacturing in china, injection molding, production line
market-research (market research): survey, market sizing, tam, industry research, focus group
marketing: marketer, cmo, fractional cmo, head of marketing, vp marketing, marketing strategy, marketing agency
marketing-automation (marketing automation): marketo, pardot, martech, marketing ops, marketing operation
marketplaces: marketplace, two sided marketplace, supply and demand, network effect
media-relations (PR): pr, public relation, press, press coverage, journalist, journalists, publicist, press release, media coverage
mobile (mobile development): mobile app, ios, android, swift, kotlin, react native, flutter, app developer, mobile development, app development
mortgage (mortgage and lending): mortgages, home loan
negotiation: negotiating, negotiate, deal making, closing deals
nonprofits: nonprofit, non profit, charity, social impact
office-space (office space): coworking, office lease, commercial lease
okrs (OKRs): okr, goal setting, kpi, company metrics, north star metric
onboarding (user onboarding): user onboarding, activation, product adoption
open-source (open source): oss, open source license, open source licensing, commercial open source
operations: ops, coo, chief of staff, business operation, bizops, process improvement, operating system, scaling operations
outsourcing: offshore, offshoring, nearshore, nearshoring, dev shop, development agency, virtual assistant, bpo
partnerships: partnership, strategic partner, strategic partnership, co marketing, integration partner, alliances
payments: payment, payment processing, stripe, payment processor, merchant account, billing, card processing, ach
payroll: payroll provider, gusto, rippling, adp, paying employees, paying contractors, global payroll, deel
pharma: pharmaceuticals
podcasting: podcast
positioning: messaging, product messaging, value proposition, product marketing, product marketer, pmm, storytelling
presentations: public speaking, speaking, keynote, presentation, slide design
pricing: price, price point, price increase, raising prices, packaging, pricing model, pricing strategy, usage based pricing, freemium, discounting, monetization
procurement: purchasing, vendor management, vendor negotiation, selling to procurement, sourcing
product-led-growth (product-led growth): plg, self serve, free trial, bottom up
product-management (product management): product manager, pm, head of product, product strategy, roadmap, product roadmap, prioritization, vp product, cpo
product-market-fit (product-market fit): pmf, mvp, minimum viable product, idea validation, validating an idea, finding product market fit, pivot, pivoting
program-management (program management): project management, project manager, program manager, agile, scrum, jira
proptech: property technology, property management, construction tech, construction
python: django, fastapi, python developer
quality-assurance (quality assurance): qa, software testing, test automation, qa engineer
quantum-computing (quantum computing): quantum computer
real-estate (real estate): realtor, commercial real estate, real estate investing
recruiting-engineers (recruiting engineers): hire engineers, hiring engineers, hiring developers, hire developers, technical recruiter, technical recruiting, engineering hiring, hire an engineer
remote-work (remote work): remote team, distributed team, hybrid work, remote culture
research-and-development (R&D): r&d, research and development, r&d tax credit, rd tax credit
retail: retailer, brick and mortar, getting into stores, whole foods, walmart, retail buyer, wholesale
revenue-operations (revenue operations): revops, rev ops, sales ops, sales operation, sales process, quota, commission plan, sales compensation
risk (risk management): risk management, enterprise risk, vendor risk
robotics: robot, robots, drones, drone
saas (SaaS): software as a service, saas metrics, arr, mrr, vertical saas, b2b saas
sales: selling, sell, closing, sales team, head of sales, vp sales, sales leader, account executive, sales hire, first sales hire, sales coach, cro hire
sales-enablement (sales enablement): sales training, sales playbook, sales deck, sales demo, demo calls
sales-tax (sales tax): vat, sales tax nexus, nexus, avalara
scaling: hypergrowth, scaling a team, scaling startup, growing the team
search-ads (search advertising): sem, search engine marketing, adwords
semiconductors: semiconductor, chips, asic, fpga
seo (SEO): search engine optimization, organic search, organic traffic, backlink, link building, technical seo
smb (small business customers): small business, small businesses, smb sales, selling to smbs, local business
soc-2 (SOC 2): soc2, soc 2, soc ii, soc 2 type 2, soc 2 audit, vanta, drata
social-media (social media): instagram, tiktok, twitter, social media manager, social media marketing, youtube, facebook
space: aerospace, satellite, satellites
sports: sport, fitness
startup-accelerators (accelerators): accelerator, y combinator, yc, techstars, incubator
startup-studio (venture building): venture studio, venture builder, corporate venture
strategy: business strategy, strategic planning, business model, management consulting, consultant
subscription-billing (subscription billing): subscriptions, recurring billing, chargebee, recurly, revenue recognition, rev rec
supply-chain (supply chain): supply chains, inventory, inventory management, supplier, suppliers, importing, tariffs, customs
talent-development (talent development): learning and development, training employees, l&d
tax: taxes, tax advisor, tax law, tax filing, tax planning, tax accountant, corporate tax, international tax, transfer pricing, qsbs
team-culture (team culture): culture, company culture, team building, offsite, employee engagement, company values
technical-writing (technical writing): documentation, docs, technical writer
telecom: telco, voip, twilio, sms
travel: hospitality, hotel, hotels, travel tech, airline
usability: accessibility, a11y, wcag, usability testing
valuation: valuing a company, company valuation, startup valuation
vendor-selection (software selection): choosing software, vendor selection, tool selection, software evaluation
venture-capital (venture capital): vc, vcs, venture capitalist, venture investor, institutional investor, lead investor, investor, investors, fund manager, raising a fund
venture-debt (venture debt): debt financing, line of credit, revenue based financing, working capital, bank loan, loan
video (video production): video production, videographer, video editing, product video, explainer video, animation
wealth-management (personal finance): financial advisor, wealth management, personal finance, estate planning, retirement
website (websites): web design, web designer, webflow, wordpress, landing site, website design
"""

__all__ = ["VOCABULARY"]
