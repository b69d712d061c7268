import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.Version;

/**
 * Says how Maven orders versions: the first argument is "plugins" (ComparableVersion) or "resolver" (GenericVersion).
 * The protocol is that of pep440.py; normal form and pre-release are always x.
 */
public class MavenOrder {
    private static String text(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public static void main(String[] args) throws Exception {
        boolean plugins = args[0].equals("plugins");
        GenericVersionScheme scheme = new GenericVersionScheme();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        StringBuilder out = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            String one = text(words[0]);
            String two = text(words[1]);
            int sign;
            if (plugins) {
                sign = new ComparableVersion(one).compareTo(new ComparableVersion(two));
            } else {
                Version left = scheme.parseVersion(one);
                sign = left.compareTo(scheme.parseVersion(two));
            }
            out.append(Integer.signum(sign)).append(" x x\n");
        }
        new PrintStream(System.out, false, "US-ASCII").append(out).flush();
    }
}
