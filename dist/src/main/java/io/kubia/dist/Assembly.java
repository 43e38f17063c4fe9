package io.kubia.dist;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Assembles {@code dist/target/kubia} from the class path that it is run with, which has all roles.
 *
 * <p>The folder is made beside the old one and takes its place when it is whole: a build that fails leaves the old one,
 * and nodes that run from it keep the files that they have open.
 *
 * @param root the source tree
 * @param version what {@code kubia --version} says
 * @param started when this build started: what changed in the tree since is not in it
 * @param aotRequired whether a training run that fails is a failure of the build
 */
record Assembly(Path root, String version, Instant started, boolean aotRequired) {
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean aotRequired = switch (arguments[3]) {
            case "required" -> true;
            case "optional" -> false;
            default ->
                throw new IllegalArgumentException("kubia.aot: " + arguments[3] + " (expected: required or optional)");
        };
        new Assembly(Path.of(arguments[0]), arguments[1], Instant.parse(arguments[2]), aotRequired).run(System.out);
    }

    void run(PrintStream out) throws IOException, InterruptedException {
        Path target = root.resolve("dist/target");
        Path home = target.resolve("kubia");
        Path fingerprintFile = target.resolve("kubia.fingerprint");
        String fingerprint = fingerprint();
        boolean made = Files.isDirectory(home)
                && Files.exists(fingerprintFile)
                && Files.readString(fingerprintFile).equals(fingerprint);
        if (made) {
            out.println("distribution: " + home + " is up to date");
        } else {
            Files.deleteIfExists(fingerprintFile);
            if (make(target, home, out)) {
                Files.writeString(fingerprintFile, fingerprint);
            }
        }
        Path stamp = target.resolve("built");
        Files.writeString(stamp, "");
        Files.setLastModifiedTime(stamp, FileTime.from(started));
    }

    private String fingerprint() throws IOException {
        return new Fingerprint()
                .add(version)
                .addFiles(Path.of(System.getProperty("java.home"), "release"))
                .addFiles(root.resolve("kubia"))
                .addFiles(root.resolve("dist/src/main"))
                .addJars(classPath())
                .text();
    }

    /** Returns whether it is whole: one without the cache that it should have is to be tried again. */
    private boolean make(Path target, Path home, PrintStream out) throws IOException, InterruptedException {
        Distribution fresh = new Distribution(target.resolve("kubia.new"));
        delete(fresh.home());
        assemble(fresh);
        boolean trained = train(fresh, target.resolve("training"), out);
        Path old = target.resolve("kubia.old");
        delete(old);
        if (Files.exists(home)) {
            Files.move(home, old);
        }
        Files.move(fresh.home(), home);
        delete(old);
        out.println("distribution: " + home + " assembled");
        return trained;
    }

    private void assemble(Distribution distribution) throws IOException {
        for (Path folder : List.of(
                distribution.bin(),
                distribution.lib(),
                distribution.nativeLibraries(),
                distribution.roles(),
                distribution.aot())) {
            Files.createDirectories(folder);
        }
        Path sources = root.resolve("dist/src/main");
        copy(root.resolve("kubia"), distribution.launcher());
        copy(sources.resolve("sh/find-java.sh"), distribution.bin().resolve("find-java.sh"));
        for (Role role : Role.values()) {
            copy(
                    sources.resolve("roles").resolve(role.options()),
                    distribution.roles().resolve(role.options()));
        }
        Files.writeString(distribution.version(), version + "\n");

        LeanJars jars =
                new LeanJars(distribution.lib(), distribution.nativeLibraries(), NativeLibraries.ofThisMachine());
        List<String> names = new ArrayList<>();
        for (Path jar : classPath()) {
            if (jars.put(jar)) {
                names.add(jar.getFileName() + "\n");
            }
        }
        jars.requireAllUnpacked();
        Files.writeString(distribution.classPath(), String.join("", names));
    }

    private boolean train(Distribution distribution, Path scratch, PrintStream out)
            throws IOException, InterruptedException {
        delete(scratch);
        Files.createDirectories(scratch);
        try {
            for (Role role : Role.values()) {
                role.training(distribution, scratch).run(out);
            }
            Files.copy(Path.of(System.getProperty("java.home"), "release"), distribution.aotJdk());
            return true;
        } catch (TrainingFailedException e) {
            if (aotRequired) {
                throw e;
            }
            delete(distribution.aot());
            out.println("distribution: no AOT caches, so that everything starts slower: " + e.getMessage());
            return false;
        }
    }

    /** The jars on our own class path; the folder there is this program. */
    private static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> walk = Files.walk(tree)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
