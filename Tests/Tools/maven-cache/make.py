#!/usr/bin/env python3
"""Makes the clean caches of Tests/Fixtures/ecosystems/maven with Maven itself.

    Tests/Tools/maven-cache/make.py [FOLDER FOR THE ARCHIVES]

A repository of made-up artifacts is written to a temporary folder and served by nobody: Maven reads it through a file
URL, offline from everything else. A project with build extensions makes Maven download them, their parents, what they
depend on (a version range and a snapshot among it); no plugin runs, so that none is needed. Then Maven's resolver
installs a project of its own. Gradle is not run: its folder is laid out as its clients do it.

Needs mvn 3.8 (and its jars in /usr/share/maven/lib), java, javac.
"""
import gzip
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "..", "..", "Fixtures", "ecosystems", "maven")
STAMP = "20260301.101112"
MAVEN_JARS = "/usr/share/maven/lib/*"


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def pom(group, artifact, version, parent="", dependencies=(), packaging="jar", more=""):
    needs = "".join(
        f"    <dependency><groupId>{g}</groupId><artifactId>{a}</artifactId><version>{v}</version></dependency>\n"
        for g, a, v in dependencies)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<project xmlns="http://maven.apache.org/POM/4.0.0">\n'
        f"  <modelVersion>4.0.0</modelVersion>\n{parent}"
        + (f"  <groupId>{group}</groupId>\n" if group else "")
        + f"  <artifactId>{artifact}</artifactId>\n"
        + (f"  <version>{version}</version>\n" if version else "")
        + f"  <packaging>{packaging}</packaging>\n{more}"
        + (f"  <dependencies>\n{needs}  </dependencies>\n" if needs else "") + "</project>\n")


def jar(entries):
    """A zip of (name, content), the same bytes each time."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, (2026, 3, 1, 10, 11, 12))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return memory.getvalue()


def library(group, artifact, version, text, others=(), more=()):
    """A jar as Maven's archiver makes it; `others` are the projects that a shaded one holds."""
    entries = [("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n")]
    for g, a, v in ((group, artifact, version), *others):
        folder = f"META-INF/maven/{g}/{a}/"
        entries.append((folder + "pom.xml", pom(g, a, v)))
        entries.append((folder + "pom.properties", f"artifactId={a}\ngroupId={g}\nversion={v}\n"))
    entries.append((f"{group.replace('.', '/')}/{artifact}.txt", text))
    return jar(entries + list(more))


class Remote:
    """A repository as a server has it."""

    def __init__(self, root):
        self.root = root
        self.versions = {}

    def put(self, path, content, sidecars="sha1 md5", form="{hex}"):
        write(os.path.join(self.root, path), content)
        data = content if isinstance(content, bytes) else content.encode()
        for kind in sidecars.split():
            name = path.rsplit("/", 1)[1]
            text = form.format(hex=hashlib.new(kind, data).hexdigest(), name=name)
            write(os.path.join(self.root, path + "." + kind), text)

    def deploy(self, group, artifact, version, files, file_version=None, **keywords):
        folder = f"{group.replace('.', '/')}/{artifact}"
        for ending, content in files:
            self.put(f"{folder}/{version}/{artifact}-{file_version or version}{ending}", content, **keywords)
        versions = self.versions.setdefault((group, artifact), [])
        versions.append(version)
        listed = "".join(f"      <version>{v}</version>\n" for v in versions)
        self.put(
            f"{folder}/maven-metadata.xml",
            f'<?xml version="1.0" encoding="UTF-8"?>\n<metadata>\n  <groupId>{group}</groupId>\n'
            f"  <artifactId>{artifact}</artifactId>\n  <versioning>\n    <latest>{version}</latest>\n"
            f"    <release>{version}</release>\n    <versions>\n{listed}    </versions>\n"
            "    <lastUpdated>20260301101112</lastUpdated>\n  </versioning>\n</metadata>\n")


def fill(remote):
    group = "com.example.lib"
    remote.put("com/example/parent/3/parent-3.pom", pom("com.example", "parent", "3", packaging="pom"))
    parent = (
        "  <parent><groupId>com.example</groupId><artifactId>parent</artifactId><version>3</version></parent>\n")
    for version in ("1.0", "1.1"):
        remote.deploy(group, "alpha", version, [
            (".jar", library(group, "alpha", version, "alpha " + version)),
            (".pom", pom(group, "alpha", version, parent, [
                (group, "beta", "[1.0,2.0)"), (group, "gamma", "2.0-SNAPSHOT"),
                ("org.sample", "shaded", "5"), ("org.sample", "plain", "7")])),
        ], form="{hex}\n")
    for version in ("1.0", "1.5"):
        remote.deploy(group, "beta", version, [
            (".jar", library(group, "beta", version, "beta " + version)),
            (".pom", pom(None, "beta", version, parent,
                         more="  <groupId>com.example.lib</groupId>\n  <developers><developer>"
                              "<name>S&oslash;ren</name></developer></developers>\n")),
        ], form="{hex}  {name}")
    # Deployed twice: the second is what everybody gets.
    snapshot = "2.0-" + STAMP + "-2"
    content = library(group, "gamma", "2.0-SNAPSHOT", "gamma")
    description = pom(group, "gamma", "2.0-SNAPSHOT")
    remote.deploy(group, "gamma", "2.0-SNAPSHOT", [(".jar", content), (".pom", description)], snapshot)
    remote.put(
        "com/example/lib/gamma/2.0-SNAPSHOT/maven-metadata.xml",
        '<?xml version="1.0" encoding="UTF-8"?>\n<metadata modelVersion="1.1.0">\n'
        f"  <groupId>{group}</groupId>\n  <artifactId>gamma</artifactId>\n  <version>2.0-SNAPSHOT</version>\n"
        f"  <versioning>\n    <snapshot><timestamp>{STAMP}</timestamp><buildNumber>2</buildNumber></snapshot>\n"
        "    <lastUpdated>20260301101112</lastUpdated>\n    <snapshotVersions>\n"
        + "".join(
            f"      <snapshotVersion><extension>{kind}</extension><value>{snapshot}</value>"
            "<updated>20260301101112</updated></snapshotVersion>\n" for kind in ("jar", "pom"))
        + "    </snapshotVersions>\n  </versioning>\n</metadata>\n")
    remote.deploy("org.sample", "shaded", "5", [
        (".jar", library("org.sample", "shaded", "5", "shaded", [(group, "alpha", "1.0"), (group, "beta", "1.0")])),
        (".pom", pom("org.sample", "shaded", "5")),
    ], form="{hex}")
    # Maven gives it to every extension that does not ask for it.
    remote.deploy("org.codehaus.plexus", "plexus-utils", "1.1", [
        (".jar", jar([("META-INF/empty", "")])), (".pom", pom("org.codehaus.plexus", "plexus-utils", "1.1")),
    ])
    # A server without SHA-1, and a description in the old encoding.
    remote.deploy("org.sample", "plain", "7", [
        (".jar", jar([("plain.txt", "plain")])),
        (".pom", pom("org.sample", "plain", "7", more="  <name>Stra\u00dfe</name>\n")
            .replace("UTF-8", "windows-1252").encode("windows-1252")),
    ], sidecars="md5", form="MD5 ({name}) = {hex}")


PROJECT = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example.app</groupId><artifactId>app</artifactId><version>1</version><packaging>pom</packaging>
  <pluginRepositories><pluginRepository><id>central</id><url>{url}</url>
    <releases><checksumPolicy>warn</checksumPolicy></releases>
    <snapshots><enabled>true</enabled></snapshots></pluginRepository></pluginRepositories>
  <repositories><repository><id>central</id><url>{url}</url>
    <snapshots><enabled>true</enabled></snapshots></repository></repositories>
  <build><extensions><extension>
    <groupId>com.example.lib</groupId><artifactId>alpha</artifactId><version>1.1</version>
  </extension></extensions></build>
</project>
"""


def run_maven(work, remote, repository):
    write(os.path.join(work, "project", "pom.xml"), PROJECT.format(url="file://" + remote))
    subprocess.run(
        ["mvn", "-B", "-q", "-Dmaven.repo.local=" + repository, "validate"],
        cwd=os.path.join(work, "project"), check=True)
    subprocess.run(["javac", "-cp", MAVEN_JARS, "-d", work, os.path.join(HERE, "Install.java")], check=True)
    for version in ("1.0", "1.1-SNAPSHOT"):
        content = os.path.join(work, "app.jar")
        description = os.path.join(work, "app.pom")
        write(content, library("com.example.own", "service", version, "service " + version))
        write(description, pom("com.example.own", "service", version))
        subprocess.run(
            ["java", "-cp", MAVEN_JARS + ":" + work, "Install", repository,
             "com.example.own:service:" + version, content, description], check=True)


def lay_out_gradle(remote, home):
    """files-2.1, as every release of Gradle since 2 writes it."""
    for group, artifact, version in (
            ("com.example.lib", "alpha", "1.1"), ("com.example.lib", "beta", "1.5"), ("org.sample", "shaded", "5")):
        folder = os.path.join(remote, group.replace(".", "/"), artifact, version)
        for ending in (".jar", ".pom"):
            name = f"{artifact}-{version}{ending}"
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read()
            digest = hashlib.sha1(content).hexdigest().lstrip("0")
            write(os.path.join(home, "caches/modules-2/files-2.1", group, artifact, version, digest, name), content)
    # A file whose SHA-1 begins with a zero, which Gradle leaves out.
    number = 0
    while not hashlib.sha1(b"note %d\n" % number).hexdigest().startswith("0"):
        number += 1
    content = b"note %d\n" % number
    digest = hashlib.sha1(content).hexdigest().lstrip("0")
    write(os.path.join(home, "caches/modules-2/files-2.1/org.sample/note/1", digest, "note-1.txt"), content)
    write(os.path.join(home, "caches/modules-2/metadata-2.106/module-artifact.bin"), b"\0" * 64)
    write(os.path.join(home, "caches/modules-2/modules-2.lock"), b"\0" * 17)
    write(os.path.join(home, "caches/journal-1/file-access.bin"), b"\0" * 32)
    write(os.path.join(home, "caches/CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n")


def pack(folder, target):
    memory = io.BytesIO()
    with tarfile.open(fileobj=memory, mode="w") as archive:
        for parent, folders, files in os.walk(folder):
            folders.sort()
            for name in sorted(files):
                path = os.path.join(parent, name)
                entry = archive.gettarinfo(path, os.path.relpath(path, folder))
                entry.uid = entry.gid = 0
                entry.uname = entry.gname = ""
                entry.mtime = 1_772_000_000
                with open(path, "rb") as file:
                    archive.addfile(entry, file)
    with open(target, "wb") as file:
        file.write(gzip.compress(memory.getvalue(), mtime=0))


def main():
    target = sys.argv[1] if len(sys.argv) > 1 else FIXTURES
    os.makedirs(target, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="maven-cache-") as work:
        remote = os.path.join(work, "remote")
        fill(Remote(remote))
        repository = os.path.join(work, "m2", "repository")
        run_maven(work, remote, repository)
        pack(os.path.join(work, "m2"), os.path.join(target, "maven-3.8.tar.gz"))
        lay_out_gradle(remote, os.path.join(work, "gradle"))
        pack(os.path.join(work, "gradle"), os.path.join(target, "gradle.tar.gz"))


if __name__ == "__main__":
    main()
