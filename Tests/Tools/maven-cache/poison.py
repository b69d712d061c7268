#!/usr/bin/env python3
"""Poisons a clean cache:  poison.py CASE FOLDER

The cases are those that are known of Maven and Gradle, one function each. FOLDER is a `.m2` or a `.gradle`.
"""
import hashlib
import io
import os
import pathlib
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from samples import poison, read, write  # noqa: E402

LIB = "repository/com/example/lib/"
STORE = "caches/modules-2/files-2.1/com.example.lib/alpha/1.1/"


def sign(path, kind="sha1"):
    write(path + "." + kind, hashlib.new(kind, read(path)).hexdigest())


def add(path, name, content):
    """Puts an entry into a jar."""
    memory = io.BytesIO(read(path))
    with zipfile.ZipFile(memory, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    write(path, memory.getvalue())


def plant_version(tracking=None, version="9.9"):
    """A higher version of beta, made of the real one."""
    folder = f"{LIB}beta/{version}/"
    for ending in (".jar", ".pom"):
        content = read(f"{LIB}beta/1.5/beta-1.5{ending}")
        if ending == ".pom":
            content = content.replace(b"1.5", version.encode())
        else:
            content = jar_of("com.example.lib", "beta", version)
        write(f"{folder}beta-{version}{ending}", content)
    if tracking is not None:
        write(folder + "_remote.repositories", "".join(
            f"beta-{version}{ending}>{tracking}=\n" for ending in (".jar", ".pom")))


def jar_of(group, artifact, version, more=()):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(
            f"META-INF/maven/{group}/{artifact}/pom.properties",
            f"artifactId={artifact}\ngroupId={group}\nversion={version}\n")
        for name, content in more:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return memory.getvalue()


def list_locally(versions, artifact="beta"):
    listed = "".join(f"<version>{version}</version>" for version in versions)
    write(
        f"{LIB}{artifact}/maven-metadata-local.xml",
        f"<metadata><groupId>com.example.lib</groupId><artifactId>{artifact}</artifactId><versioning>"
        f"<release>{versions[-1]}</release><versions>{listed}</versions></versioning></metadata>")


def edit_metadata():
    path = LIB + "beta/maven-metadata-central.xml"
    write(path, read(path).replace(b"</versions>", b"<version>9.9</version></versions>"))
    return path


def m1_jar_changed():
    add(LIB + "alpha/1.1/alpha-1.1.jar", "Evil.class", "evil")


def m2_jar_and_sidecar_changed():
    m1_jar_changed()
    sign(LIB + "alpha/1.1/alpha-1.1.jar")


def m2_other_version():
    write(LIB + "alpha/1.1/alpha-1.1.jar", jar_of("com.example.lib", "alpha", "0.9"))
    sign(LIB + "alpha/1.1/alpha-1.1.jar")


def m3_remote_metadata():
    plant_version()
    edit_metadata()


def m3_remote_metadata_signed():
    plant_version()
    sign(edit_metadata())


def m4_untracked():
    plant_version()
    list_locally(["9.9"])


def m4_untracked_signed():
    """With checksums beside it, as if it had been downloaded."""
    plant_version()
    for ending in (".jar", ".pom"):
        sign(f"{LIB}beta/9.9/beta-9.9{ending}")


def m4_listed_beside():
    """The list names an honest version, too."""
    m4_untracked_signed()
    list_locally(["1.5", "9.9"])


def m4_installed():
    plant_version("")
    list_locally(["9.9"])


def m4_foreign_repository():
    plant_version("elsewhere")
    list_locally(["9.9"])


def m5_pom_changed():
    path = LIB + "alpha/1.1/alpha-1.1.pom"
    write(path, read(path).replace(b"</dependencies>", b"""<dependency><groupId>evil</groupId>
<artifactId>evil</artifactId><version>1</version></dependency></dependencies>"""))


def m5_parent_changed():
    path = "repository/com/example/parent/3/parent-3.pom"
    write(path, read(path).replace(b"</project>", b"<build/></project>"))


def m5_other_pom():
    path = LIB + "alpha/1.1/alpha-1.1.pom"
    write(path, read(path).replace(b"<artifactId>alpha<", b"<artifactId>omega<"))
    sign(path)


def m5_pom_signed():
    m5_pom_changed()
    sign(LIB + "alpha/1.1/alpha-1.1.pom")


def edit_alpha(element):
    path = LIB + "alpha/1.1/alpha-1.1.pom"
    write(path, read(path).replace(b"</project>", element + b"</project>"))
    sign(path)
    folder = "repository/evil/pack/6.6/"
    write(folder + "pack-6.6.jar", jar_of("evil", "pack", "6.6"))
    write(folder + "pack-6.6.pom", "<project><groupId>evil</groupId><artifactId>pack</artifactId>"
          "<version>6.6</version></project>")
    write(folder + "_remote.repositories", "pack-6.6.jar>central=\npack-6.6.pom>central=\n")
    for ending in (".jar", ".pom"):
        sign(folder + "pack-6.6" + ending)


EVIL = b"<groupId>evil</groupId><artifactId>${it}</artifactId><version>6.6</version>"
NAME = b"<properties><it>pack</it></properties>"


def m5_dependency():
    """In a profile that switches itself on, its name put together."""
    edit_alpha(NAME + b"<profiles><profile><activation/><dependencies><dependency>" + EVIL
               + b"</dependency></dependencies></profile></profiles>")


def m5_relocation():
    edit_alpha(NAME + b"<distributionManagement><relocation>" + EVIL + b"</relocation></distributionManagement>")


def m6_extension_changed():
    add(LIB + "alpha/1.1/alpha-1.1.jar", "META-INF/maven/extension.xml", "<extension/>")


def m7_snapshot_copy():
    path = LIB + "gamma/2.0-SNAPSHOT/gamma-2.0-SNAPSHOT.jar"
    content = bytearray(read(path))
    # Same size, so that the client keeps it.
    content[40] ^= 1
    write(path, bytes(content))


def m8_local_snapshot():
    folder = LIB + "gamma/2.0-SNAPSHOT/"
    write(folder + "gamma-2.0-SNAPSHOT.jar", jar_of("com.example.lib", "gamma", "2.0-SNAPSHOT"))
    write(
        folder + "maven-metadata-local.xml",
        "<metadata><groupId>com.example.lib</groupId><artifactId>gamma</artifactId><version>2.0-SNAPSHOT</version>"
        "<versioning><snapshot><localCopy>true</localCopy></snapshot><lastUpdated>20991231000000</lastUpdated>"
        "</versioning></metadata>")


def m8_local_snapshot_tracked():
    m8_local_snapshot()
    path = LIB + "gamma/2.0-SNAPSHOT/_remote.repositories"
    write(path, read(path) + b"gamma-2.0-SNAPSHOT.jar>=\n")


def m9_trusted_checksums():
    m2_jar_and_sidecar_changed()
    digest = hashlib.sha256(read(LIB + "alpha/1.1/alpha-1.1.jar")).hexdigest()
    write(
        "repository/.checksums/checksums-central.sha256", f"{digest}  com/example/lib/alpha/1.1/alpha-1.1.jar\n")


def m9_trusted_checksums_kept():
    digest = hashlib.sha256(read(LIB + "alpha/1.1/alpha-1.1.jar")).hexdigest()
    write(
        "repository/.checksums/central/com/example/lib/alpha/1.1/alpha-1.1.jar.sha256", digest)
    m2_jar_and_sidecar_changed()


def m10_settings():
    write(
        "settings.xml", "<settings><mirrors><mirror><mirrorOf>*</mirrorOf><url>https://evil.example/</url></mirror>"
        "</mirrors><servers><server><password>hunter2hunter2</password></server></servers></settings>")


def m10_wrapper(text="the client"):
    write("wrapper/dists/apache-maven-3.9.9/0123abcd/lib/maven-core-3.9.9.jar", text)


def m10_wrapper_changed():
    m10_wrapper("another client")


def g1_jar_changed():
    add(STORE + os.listdir(STORE)[0] + "/" + name_in(STORE), "Evil.class", "evil")


def name_in(store):
    return os.listdir(store + os.listdir(store)[0])[0]


def g2_second_copy():
    content = jar_of("com.example.lib", "alpha", "1.1", [("Evil.class", "evil")])
    write(STORE + hashlib.sha1(content).hexdigest().lstrip("0") + "/alpha-1.1.jar", content)


def g3_transform(text="derived"):
    write("caches/8.10/transforms/0123456789abcdef0123456789abcdef/transformed/instrumented-alpha-1.1.jar", text)


def g3_transform_changed():
    g3_transform("derived by somebody else")


def g4_init_script():
    write("init.d/evil.gradle", "println 'evil'\n")


def g_agent():
    write("gradle.properties", "org.gradle.jvmargs=-javaagent:/tmp/evil.jar\n")


def s_failed_download():
    write(
        LIB + "alpha/1.2/alpha-1.2.jar.lastUpdated",
        "https\\://robot\\:hunter2@repo.example/maven/.lastUpdated=1700000000000\n")


def s_pom():
    path = LIB + "alpha/1.1/alpha-1.1.pom"
    write(path, read(path).replace(
        b"</project>", b"<distributionManagement><repository><url>https://robot:hunter2@repo.example/</url>"
        b"</repository></distributionManagement></project>"))
    sign(path)


def s_gradle_properties():
    write("gradle.properties", "repoPassword=hunter2\n")


def a_traversal():
    path = LIB + "alpha/1.1/alpha-1.1.jar"
    add(path, "../../../root/.bashrc", "evil")
    sign(path)


def a_misplaced():
    write(LIB + "alpha/1.1/omega-1.1.jar", jar_of("com.example.lib", "omega", "1.1"))


def a_other_project():
    path = LIB + "alpha/1.1/alpha-1.1.jar"
    write(path, jar_of("com.other", "thing", "1"))
    sign(path)


def a_no_digest():
    write(LIB + "alpha/1.1/alpha-1.1.jar.sha1", "<html>not found</html>\n")


def a_no_sidecar():
    for number in range(20):
        folder = f"repository/org/many/m{number}/1/"
        write(f"{folder}m{number}-1.jar", jar_of("org.many", f"m{number}", "1"))
        sign(f"{folder}m{number}-1.jar")
        write(folder + "_remote.repositories", f"m{number}-1.jar>central=\n")
    os.remove("repository/org/many/m7/1/m7-1.jar.sha1")


def t_broken_jar():
    path = LIB + "alpha/1.1/alpha-1.1.jar"
    write(path, read(path)[:-30])
    sign(path)


def t_bomb():
    path = LIB + "alpha/1.1/alpha-1.1.jar"
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/maven/com.example.lib/alpha/pom.properties", b"\n" * (64 << 20))
    write(path, memory.getvalue())
    sign(path)


def t_broken_pom():
    path = LIB + "alpha/1.1/alpha-1.1.pom"
    write(path, "<project><version>")
    sign(path)


def t_entity_pom():
    path = LIB + "alpha/1.1/alpha-1.1.pom"
    write(path, '<!DOCTYPE project [<!ENTITY a "1.1">]>\n<project><version>&a;</version></project>')
    sign(path)


# Links and others in the place of what clients take: they follow, and nobody compares.


def hide(path, hidden, target=None):
    """Puts a link in the place of something, which lies elsewhere from then on."""
    os.makedirs(os.path.dirname(hidden), exist_ok=True)
    os.rename(path, hidden)
    os.symlink(target or os.path.relpath(hidden, os.path.dirname(path)), path)


def l_jar():
    add(LIB + "alpha/1.1/alpha-1.1.jar", "Evil.class", "evil")
    hide(LIB + "alpha/1.1/alpha-1.1.jar", "repository/.x/blob")


def l_version():
    add(LIB + "alpha/1.1/alpha-1.1.jar", "Evil.class", "evil")
    hide(LIB + "alpha/1.1", "repository/.meta/d")


def l_group():
    add(LIB + "alpha/1.1/alpha-1.1.jar", "Evil.class", "evil")
    hide("repository/com/example", "repository/.x/d")


def l_absolute():
    hide(LIB + "alpha/1.1/alpha-1.1.jar", "repository/.x/blob", "/root/.m2/repository/.x/blob")


def l_folder():
    path = LIB + "alpha/1.1/alpha-1.1.jar"
    os.remove(path)
    write(path + "/Evil.class", "evil")


def l_fifo():
    path = LIB + "alpha/1.1/alpha-1.1.jar"
    os.remove(path)
    os.mkfifo(path)


def l_store():
    add(STORE + os.listdir(STORE)[0] + "/" + name_in(STORE), "Evil.class", "evil")
    hide(STORE + os.listdir(STORE)[0], "caches/x/d")


if __name__ == "__main__":
    poison(globals())
