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
                    entries[entry.name.strip("/")] = (entry.type, oct(entry.mode), entry.uid, entry.gid, content)
    return entries


def check_images(archive, context):
    for _ in range(2):
        docker("build", "--no-cache", "--network", "none", "--build-arg", "SOURCE_DATE_EPOCH=0", "--tag", NAME, context)
        layers = json.loads(docker("image", "inspect", NAME))[0]["RootFS"]["Layers"]
        previous = globals().setdefault("first_layers", layers)
        if layers != previous:
            sys.exit("container: the Dockerfile gave two sets of layers for the same program")
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


def pod_words():
    """The rights and mounts of the DaemonSet, as words for `docker run`."""
    with open(os.path.join(ROOT, "packaging/kubernetes/base/daemon-set.yaml")) as file:
        pod = yaml.safe_load(file)["spec"]["template"]["spec"]
    container = pod["containers"][0]
    context = container["securityContext"]
    words = ["--user", f"{context['runAsUser']}:{context['runAsGroup']}"]
    words += ["--read-only"] if context["readOnlyRootFilesystem"] else []
    words += ["--security-opt", "no-new-privileges"] if not context["allowPrivilegeEscalation"] else []
    words += ["--privileged"] if context["privileged"] else []
    words += ["--pid", "host"] if pod["hostPID"] else []
    for word in context["capabilities"]["drop"]:
        words += ["--cap-drop", word]
    for word in context["capabilities"]["add"]:
        words += ["--cap-add", word]
    mount = next(mount for mount in container["volumeMounts"] if mount["name"] == "var-lib")
    options = "ro" if mount["readOnly"] else "rw"
    options += {"HostToContainer": ",rslave"}.get(mount.get("mountPropagation"), "")
    # This engine keeps its state elsewhere than in /var/lib; its command line says where.
    return words + ["--volume", f"{PLACE.folder}:/host{PLACE.folder}:{options}"]


def build(context):
    words = build_words(PLACE, os.path.join(ROOT, "Tests/Fixtures/engine", context))
    subprocess.run(words, env=build_environment(PLACE), check=True, capture_output=True)


def check_pod(image):
    build("web")
    build("shop")
    manifest = PLACE.file("manifest")
    os.mkdir(manifest, 0o700)
    run = ["run", "--rm", "--network", "none", *pod_words(), "--volume", f"{manifest}:/var/lib/bezoar", image]
    report = json.loads(docker(*run, "audit", "--host-root", "/host", "--format", "json"))
    caches = {cache["id"] for cache in report["caches"]}
    if not {"//root/.cache/pip", "/acme-npm"} <= caches:
        sys.exit(f"container: the pod found {sorted(caches)} in {report['roots']}")
    if [root["path"] for root in report["roots"]] != ["/host" + STATE]:
        sys.exit(f"container: the pod found the state roots {report['roots']}")
    summary = report["summary"]
    if report["incomplete"] or summary["hashed"] < 2:
        sys.exit(f"container: the pod did not see all: {summary}, {report['incomplete']}")
    print(f"   the pod audited {summary['caches']} caches, {summary['hashed']} files")
    # A purge with the same rights cannot remove anything.
    before = docker(*run, "caches", "--host-root", "/host", "--format", "json")
    if json.loads(before)["complete"] is not True:
        sys.exit("container: the pod's list of caches is incomplete")
    words = [find_client(), *run, "purge", "--apply", "--host-root", "/host", "--cache", "/acme-npm"]
    purge = subprocess.run(words, env=build_environment(PLACE), stdin=subprocess.DEVNULL, capture_output=True)
    after = json.loads(docker(*run, "caches", "--host-root", "/host", "--format", "json"))
    if purge.returncode == 0 or "/acme-npm" not in {cache["id"] for cache in after["caches"]}:
        sys.exit("container: a pod that may only read removed a cache")


def main():
    archive, context = sys.argv[1:]
    check_images(archive, context)
    check_program(tag(archive))
    check_pod(tag(archive))


if __name__ == "__main__":
    main()
