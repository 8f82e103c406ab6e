from tests.unit.deploy.manifests import Manifests, environment, server


def test_workload_identity_needs_no_key(gke: Manifests) -> None:
    account = gke.named("ServiceAccount", "headrace-orchestrator")
    assert "iam.gke.io/gcp-service-account" in account["metadata"]["annotations"]
    assert "env" not in server(gke.named("Deployment", "headrace-orchestrator"))


def test_workload_identity_reaches_the_metadata_server(gke: Manifests) -> None:
    policy = gke.named("NetworkPolicy", "headrace-gke-metadata-server")
    reached = {(rule["to"][0]["ipBlock"]["cidr"], rule["ports"][0]["port"]) for rule in policy["spec"]["egress"]}
    assert reached == {("169.254.169.252/32", 988), ("169.254.169.254/32", 80)}


def test_annotations_are_read_where_their_volume_is_mounted(gke: Manifests, example_secrets: Manifests) -> None:
    container = server(gke.named("Deployment", "headrace-orchestrator"))
    variables = environment(container, gke, example_secrets)
    (mount,) = container["volumeMounts"]
    assert variables["HEADRACE_ORCHESTRATOR_ANNOTATIONS_DIRECTORY"] == mount["mountPath"]
    assert mount["readOnly"] is True
