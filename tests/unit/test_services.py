"""The list of functions that Terraform and the local stack both read."""

import re

from infra.local.services import read_services


def test_sources_and_targets_follow_the_name() -> None:
    for service in read_services():
        assert service.source == f"functions/{service.name}/main.py"
        assert service.target == service.name


def test_names_are_unique_and_the_lists_sorted() -> None:
    services = read_services()
    assert len({service.name for service in services}) == len(services)
    for service in services:
        assert service.env == sorted(service.env), service.name
        assert service.secrets == sorted(service.secrets), service.name


def test_who_is_poked_or_swept_can_tell_who_calls() -> None:
    for service in read_services():
        if {"poke", "schedule"} & set(service.triggers):
            assert "POKE_SECRET" in service.secrets, service.name


def test_who_is_swept_can_check_googles_identity_token() -> None:
    for service in read_services():
        identity = {"OIDC_AUDIENCE", "OIDC_SERVICE_ACCOUNT"}
        assert identity.issubset(service.env) == ("schedule" in service.triggers), service.name


def test_a_schedule_is_there_exactly_for_who_is_scheduled() -> None:
    for service in read_services():
        assert (service.schedule is not None) == ("schedule" in service.triggers), service.name


def test_open_to_the_internet_is_exactly_who_is_called_from_there() -> None:
    for service in read_services():
        from_outside = bool(set(service.triggers) - {"schedule"}) and not service.people
        assert service.public == from_outside, service.name


def test_what_people_open_is_never_open_to_everybody() -> None:
    assert not [one.name for one in read_services() if one.people and one.public]


def test_a_request_to_twilios_webhook_outlives_twilios_patience() -> None:
    (webhook,) = (one for one in read_services() if "twilio" in one.triggers)
    assert webhook.timeout_seconds >= 15
    assert webhook.min_instances >= 1


def test_who_takes_requests_of_other_peoples_programs_reads_no_person_and_no_message() -> None:
    for service in read_services():
        ingests = "api" in service.triggers
        assert (service.database_role == "yachtparty_ingest") == ingests, service.name


def test_a_name_is_one_that_google_takes_for_the_functions_account() -> None:
    for service in read_services():
        assert re.fullmatch(r"[a-z][a-z0-9-]{4,28}[a-z0-9]", service.name.replace("_", "-"))


def test_a_new_projects_quota_of_20_cpus_is_enough_for_each() -> None:
    for service in read_services():
        assert service.max_instances * int(service.cpu) <= 20, service.name


def test_the_scheduler_waits_no_longer_than_until_the_next_sweep() -> None:
    for service in read_services():
        if service.schedule == "* * * * *":
            assert service.timeout_seconds <= 60, service.name
        # Cloud Scheduler's longest deadline, and Cloud Run's.
        assert service.timeout_seconds <= 1800, service.name
