"""Holds rendered manifests against the schemas of their APIs, and against what docs/kubernetes.md promises.

usage: kubernetes.py FILE…                what is wrong, and exit code 1
       kubernetes.py --incident FILE      prints the incident in an example
"""

import os
import sys

import kubernetes_validate
import yaml

# The oldest API that the manifests are written for, and one of today.
VERSIONS = ["1.27", "1.32"]
# Not part of Kubernetes: what their documentation demands.
FOREIGN = {
    "PodMonitor": ("monitoring.coreos.com/v1", {"spec"}),
    "SecurityContextConstraints": ("security.openshift.io/v1", {
        "allowHostDirVolumePlugin", "allowHostIPC", "allowHostNetwork", "allowHostPID", "allowHostPorts",
        "allowPrivilegedContainer", "readOnlyRootFilesystem"}),
}
AUDITING = {"DAC_READ_SEARCH"}
PURGING = AUDITING | {"DAC_OVERRIDE", "FOWNER", "LINUX_IMMUTABLE", "SYS_PTRACE"}

complaints = []


def demand(holds, text):
    if not holds:
        complaints.append(text)


def load(path):
    with open(path) as file:
        return [document for document in yaml.safe_load_all(file) if document]


def check_schema(path, document):
    kind = document["kind"]
    name = f"{os.path.basename(path)}: {kind} {document['metadata']['name']}"
    if kind in FOREIGN:
        version, fields = FOREIGN[kind]
        demand(document["apiVersion"] == version, f"{name}: not {version}")
        demand(fields <= set(document), f"{name}: lacks {sorted(fields - set(document))}")
        return
    for version in VERSIONS:
        try:
            kubernetes_validate.validate(document, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            complaints.append(f"{name}: with {version}: {error.message} at {'.'.join(map(str, error.path))}")


def check_pod(name, daemon_set, purges):
    pod = daemon_set["spec"]["template"]["spec"]
    demand(pod.get("hostPID") and not pod.get("hostNetwork") and not pod.get("hostIPC"), f"{name}: host name spaces")
    demand(pod.get("automountServiceAccountToken") is False, f"{name}: it gets a token")
    tolerations = pod.get("tolerations", [{}])
    demand(all(entry.get("operator") == "Exists" for entry in tolerations), f"{name}: tainted nodes are left out")
    demand(len(pod["containers"]) == 1 and "initContainers" not in pod, f"{name}: one container")
    container = pod["containers"][0]
    demand(container["image"].startswith("bezoar:"), f"{name}: image {container['image']}")
    context = container["securityContext"]
    demand(context["privileged"] is False and context["allowPrivilegeEscalation"] is False, f"{name}: privileges")
    demand(context["readOnlyRootFilesystem"] is True, f"{name}: its root can be written")
    demand(context["seccompProfile"] == {"type": "RuntimeDefault"}, f"{name}: no seccomp profile")
    demand(context["capabilities"]["drop"] == ["ALL"], f"{name}: capabilities are kept")
    wanted = PURGING if purges else AUDITING
    demand(set(context["capabilities"]["add"]) == wanted, f"{name}: other capabilities than {sorted(wanted)}")
    demand({"limits", "requests"} <= set(container["resources"]), f"{name}: resources")
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        demand(container[probe]["httpGet"]["path"] in ("/healthz", "/readyz"), f"{name}: {probe}")
    check_volumes(name, pod, container, purges)


def check_volumes(name, pod, container, purges):
    paths = {volume["name"]: volume["hostPath"]["path"] for volume in pod["volumes"] if "hostPath" in volume}
    mounts = {mount["name"]: mount for mount in container["volumeMounts"]}
    demand(set(mounts) == {volume["name"] for volume in pod["volumes"]}, f"{name}: volumes and mounts differ")
    own = "/var/lib/bezoar"
    for volume, path in paths.items():
        mount = mounts[volume]
        if path == own:
            demand(mount["mountPath"] == own, f"{name}: the manifest lies elsewhere")
            continue
        demand(mount["mountPath"] == "/host" + path, f"{name}: {path} is not where --host-root looks")
        demand(mount.get("mountPropagation") == "HostToContainer", f"{name}: later mounts on {path} are not seen")
        writes = purges and path == "/var/lib"
        demand(mount.get("readOnly", False) is not writes, f"{name}: {path} read-only: {not writes}")
    demand("/var/lib" in paths.values(), f"{name}: no state root is seen")


def check(path):
    documents = load(path)
    for document in documents:
        check_schema(path, document)
    kinds = {}
    for document in documents:
        kinds.setdefault(document["kind"], []).append(document)
    name = os.path.basename(path)
    if "DaemonSet" not in kinds:
        return
    for document in documents:
        inside = document["kind"] in ("Namespace", "SecurityContextConstraints")
        demand(inside or document["metadata"].get("namespace") == "bezoar", f"{name}: {document['kind']}: namespace")
    demand({"Namespace", "ServiceAccount", "ConfigMap", "NetworkPolicy"} <= set(kinds), f"{name}: only {sorted(kinds)}")
    demand(all("incidents" not in entry["metadata"]["name"] for entry in kinds["ConfigMap"]),
           f"{name}: applying it again would take the incidents away")
    demand(kinds["NetworkPolicy"][0]["spec"]["egress"] == [], f"{name}: the agent may speak to others")
    purges = "purge" in name
    check_pod(name, kinds["DaemonSet"][0], purges)
    # Pod, policy and monitor speak of the same pods and the same port.
    labels = kinds["DaemonSet"][0]["spec"]["template"]["metadata"]["labels"]
    selectors = [kinds["NetworkPolicy"][0]["spec"]["podSelector"]["matchLabels"]]
    selectors += [monitor["spec"]["selector"]["matchLabels"] for monitor in kinds.get("PodMonitor", [])]
    demand(all(selector.items() <= labels.items() for selector in selectors), f"{name}: a selector finds no pod")
    for constraints in kinds.get("SecurityContextConstraints", []):
        context = kinds["DaemonSet"][0]["spec"]["template"]["spec"]["containers"][0]["securityContext"]
        demand(set(constraints["allowedCapabilities"]) == set(context["capabilities"]["add"]), f"{name}: capabilities")
        demand(constraints["seLinuxContext"]["seLinuxOptions"] == context["seLinuxOptions"], f"{name}: SELinux")


def main(words):
    if words[0] == "--incident":
        (text,) = load(words[1])[0]["data"].values()
        print(text, end="")
        return 0
    for path in words:
        check(path)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
