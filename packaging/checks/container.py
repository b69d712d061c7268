"""What the check `container` does with an engine: it runs under `Tests/Tools/engine/engine run`."""

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile

import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "Tests/Tools/engine"))

from builds import build_environment, build_words  # noqa: E402
from machine import find_client  # noqa: E402
from place import Place  # noqa: E402

PLACE = Place(os.environ["ENGINE_DIR"])
STATE = os.environ["ENGINE_ROOT"]
NAME = "bezoar-from-dockerfile"
INCIDENT = os.path.join(ROOT, "packaging/kubernetes/examples/incident.yaml")
FIXTURES = os.path.join(ROOT, "Tests/Fixtures/engine")


def docker(*words, expected=0, **more):
    result = subprocess.run(
        [find_client(), *words], env=build_environment(PLACE), stdin=subprocess.DEVNULL, capture_output=True,
        timeout=120, **more)
    if result.returncode != expected:
        sys.exit(f"container: exit code {result.returncode}, not {expected}: docker {' '.join(words)}\n"
                 + result.stdout.decode(errors="replace") + result.stderr.decode(errors="replace"))
    return result.stdout


def listing(archive):
    """Each entry of an image's layers: type, mode, owner and content."""
    entries = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as image:
        for name in json.load(image.extractfile("manifest.json"))[0]["Layers"]:
            with tarfile.open(fileobj=io.BytesIO(image.extractfile(name).read())) as layer:
                for entry in layer:
                    content = hashlib.sha256(layer.extractfile(entry).read()).hexdigest() if entry.isfile() else ""
                    facts = (entry.type, oct(entry.mode & 0o7777), entry.uid, entry.gid, content)
                    entries[entry.name.strip("/")] = facts
    return entries


def check_images(archive, context):
    layers = []
    for _ in range(2):
        docker("build", "--no-cache", "--network", "none", "--build-arg", "SOURCE_DATE_EPOCH=0", "--tag", NAME, context)
        layers.append(json.loads(docker("image", "inspect", NAME))[0]["RootFS"]["Layers"])
    # An engine before BuildKit 0.11 notes in the image when it was made; the layers are the same with each.
    demand(layers[0] == layers[1], f"the Dockerfile gave two sets of layers for one program: {layers}")
    docker("load", "--input", archive)
    with open(archive, "rb") as file:
        ours = listing(file.read())
    built = listing(docker("save", NAME))
    if ours != built:
        names = sorted(name for name in set(ours) | set(built) if ours.get(name) != built.get(name))
        sys.exit("container: Dockerfile and packaging/image/build differ: "
                 + "; ".join(f"{name}: {built.get(name)} and {ours.get(name)}" for name in names))


def tag(archive):
    with tarfile.open(archive) as image:
        return json.load(image.extractfile("manifest.json"))[0]["RepoTags"][0]


def check_program(image):
    bare = ["run", "--rm", "--network", "none", "--read-only", "--cap-drop", "ALL", "--security-opt",
            "no-new-privileges"]
    version = docker(*bare, image, "version").decode().strip()
    if version != image.replace(":", " "):
        sys.exit(f"container: {image} says it is {version}")
    # As the image's own user, who has nothing but a place for temporary files.
    said = docker(*bare, "--tmpfs", "/tmp", image, "selftest").decode()
    print("   " + said.splitlines()[0])


def manifest(path):
    with open(os.path.join(ROOT, "packaging/kubernetes", path)) as file:
        return yaml.safe_load(file)["spec"]["template"]["spec"]


def pod_words(purges):
    """The rights and mounts of the DaemonSet, as words for `docker run`."""
    pod = manifest("base/daemon-set.yaml")
    container = pod["containers"][0]
    context, mounts = container["securityContext"], container["volumeMounts"]
    if purges:
        patch = manifest("overlays/audit-and-purge/purge.yaml")["containers"][0]
        context, mounts = dict(context, **patch["securityContext"]), patch["volumeMounts"]
    words = ["--user", f"{context['runAsUser']}:{context['runAsGroup']}"]
    words += ["--read-only"] if context["readOnlyRootFilesystem"] else []
    words += ["--security-opt", "no-new-privileges"] if not context["allowPrivilegeEscalation"] else []
    words += ["--privileged"] if context["privileged"] else []
    words += ["--pid", "host"] if pod["hostPID"] else []
    for word in context["capabilities"]["drop"]:
        words += ["--cap-drop", word]
    for word in context["capabilities"]["add"]:
        words += ["--cap-add", word]
    mount = next(mount for mount in mounts if mount["name"] == "var-lib")
    options = "ro" if mount["readOnly"] else "rw"
    # This engine keeps its state elsewhere than in /var/lib; its command line says where. Its mounts are its own, so
    # there is nothing that could come in later.
    words += ["--volume", f"{STATE}:/host{STATE}:{options}"]
    # The folder of its socket, as the purging overlay mounts /run.
    return words + (["--volume", f"{PLACE.folder}:/host{PLACE.folder}:ro"] if purges else [])


class Pod:
    """The image with the rights of an overlay; its manifest outlives each run, as on a node."""

    def __init__(self, image, purges):
        own = PLACE.file("purging" if purges else "auditing")
        os.mkdir(own, 0o700)
        place = ["--volume", f"{own}:/var/lib/bezoar"]
        self.words = ["run", "--rm", "--network", "none", *pod_words(purges), *place, image]

    def run(self, *words):
        """Exit code and, where it is one, the document."""
        more = ["--host-root", "/host", "--format", "json"]
        result = subprocess.run(
            [find_client(), *self.words, *words, *more], env=build_environment(PLACE), stdin=subprocess.DEVNULL,
            capture_output=True, timeout=120)
        try:
            return result.returncode, json.loads(result.stdout), result.stderr.decode(errors="replace")
        except json.JSONDecodeError:
            return result.returncode, {}, result.stderr.decode(errors="replace")

    def ids(self, only_used=False):
        _, list_, _ = self.run("caches")
        return {cache["id"] for cache in list_["caches"] if cache["inUse"] or not only_used}


def build(context):
    words = build_words(PLACE, os.path.join(FIXTURES, context))
    subprocess.run(words, env=build_environment(PLACE), check=True, capture_output=True)


def engine(*words):
    """The tool itself, for builds that wait."""
    tool = os.path.join(ROOT, "Tests/Tools/engine/engine")
    return subprocess.run([sys.executable, tool, *words], check=True, capture_output=True).stdout.decode().strip()


def demand(holds, text):
    if not holds:
        sys.exit("container: " + text)


def check_auditing(image):
    pod = Pod(image, purges=False)
    code, report, said = pod.run("audit")
    demand(report, f"the pod's audit ended with {code}: {said}")
    ids = {cache["id"] for cache in report["caches"]}
    demand({"//root/.cache/pip", "/acme-npm"} <= ids, f"the pod found {sorted(ids)} in {report['roots']}")
    demand([root["path"] for root in report["roots"]] == ["/host" + STATE], f"the pod found {report['roots']}")
    summary = report["summary"]
    demand(code == 0 and not report["incomplete"], f"the pod did not see all: {code}, {report['incomplete']}, {said}")
    demand(summary["hashed"] > 1, f"the pod read nothing: {summary}")
    print(f"   the pod audited {summary['caches']} caches, {summary['hashed']} files; it said: {said.strip()}")
    token = engine("hold", PLACE.folder, os.path.join(FIXTURES, "held"))
    used = pod.ids(only_used=True)
    engine("release", PLACE.folder, token)
    demand(used == {"//root/.cache/pip"}, f"a build uses //root/.cache/pip, and the pod says {sorted(used)}")
    # It cannot remove anything, whatever it is told.
    code, _, said = pod.run("purge", "--apply", "--cache", "/acme-npm")
    demand(code != 0, f"a pod that may only read ended a purge with 0: {said}")
    demand("/acme-npm" in pod.ids(), "a pod that may only read removed a cache")


def check_purging(image):
    pod = Pod(image, purges=True)
    code, report, said = pod.run("audit")
    demand(code == 0 and not report["incomplete"], f"the purging pod did not see all: {code}, {said}")
    token = engine("hold", PLACE.folder, os.path.join(FIXTURES, "held"))
    code, _, said = pod.run("purge", "--apply", "--cache", "//root/.cache/pip")
    engine("release", PLACE.folder, token)
    demand(code == 3, f"a purge of a cache in use ended with {code}: {said}")
    code, report, said = pod.run("purge", "--apply", "--cache", "/acme-npm")
    demand(code == 0, f"the pod's purge ended with {code}: {said}")
    files = [cache["files"] for cache in pod.run("audit")[1]["caches"] if cache["id"] == "/acme-npm"]
    demand(sum(files) == 0, f"after its purge the cache holds {files} files")
    print(f"   the purging pod removed a cache; it said: {said.strip()}")


def check_agent(image):
    """The command and the configuration of the DaemonSet, with an incident, to the end of its first round."""
    container = manifest("base/daemon-set.yaml")["containers"][0]
    own, incidents = PLACE.file("agent"), PLACE.file("incidents")
    os.mkdir(own, 0o755)
    os.mkdir(incidents)
    with open(os.path.join(incidents, "axios.toml"), "w") as file, open(INCIDENT) as example:
        (text,) = yaml.safe_load(example)["data"].values()
        file.write(text)
    configuration = os.path.join(ROOT, "packaging/kubernetes/base/bezoar.toml")
    volumes = [f"{own}:/var/lib/bezoar", f"{incidents}:/incidents:ro", f"{configuration}:/etc/bezoar/bezoar.toml:ro"]
    words = ["run", "--rm", "--network", "none", *pod_words(purges=False)]
    words += [word for volume in volumes for word in ("--volume", volume)]
    said = docker(*words, image, *container["args"], "--once").decode()
    ended = [event for event in map(json.loads, said.splitlines()) if event["event"] == "job-finished"]
    outcomes = {event["job"]: event["outcome"] for event in ended}
    demand(outcomes == {"harvest": "clean", "audit": "clean", "incident": "clean"}, f"the agent's jobs: {said}")
    with open(os.path.join(own, "audit.prom")) as file:
        demand("\nbezoar_caches 2\n" in file.read(), "the agent's audit left other numbers")
    print(f"   the agent ran {len(ended)} jobs: {', '.join(sorted(outcomes))}")


def main():
    archive, context = sys.argv[1:]
    check_images(archive, context)
    check_program(tag(archive))
    build("web")
    build("shop")
    check_auditing(tag(archive))
    check_agent(tag(archive))
    check_purging(tag(archive))


if __name__ == "__main__":
    main()
