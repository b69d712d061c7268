import java.io.File;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.installation.InstallRequest;
import org.eclipse.aether.repository.LocalRepository;

/** Installs a jar and its POM as the install plugin does: REPOSITORY GROUP:ARTIFACT:VERSION JAR POM. */
public class Install {
    public static void main(String[] words) throws Exception {
        RepositorySystem system =
            MavenRepositorySystemUtils.newServiceLocator().getService(RepositorySystem.class);
        DefaultRepositorySystemSession session = MavenRepositorySystemUtils.newSession();
        session.setLocalRepositoryManager(
            system.newLocalRepositoryManager(session, new LocalRepository(words[0])));
        String[] parts = words[1].split(":");
        InstallRequest request = new InstallRequest();
        request.addArtifact(new DefaultArtifact(parts[0], parts[1], "jar", parts[2]).setFile(new File(words[2])));
        request.addArtifact(new DefaultArtifact(parts[0], parts[1], "pom", parts[2]).setFile(new File(words[3])));
        system.install(session, request);
    }
}
