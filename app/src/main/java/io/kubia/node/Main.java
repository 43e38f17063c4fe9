package io.kubia.node;

import io.kubia.node.store.StoreException;
import io.kubia.role.settings.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: reads the command line, starts a node, and stops it when it is told to. */
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    /** {@code kubia node [flags]}. */
    @SuppressWarnings("SystemOut") // the process's own streams
    public static void main(String[] arguments) {
        var words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(NodeOptions.SETTINGS.help());
            return;
        }
        try {
            var options = NodeOptions.parse(words, System.getenv());
            // Before the first logger is made, which reads it.
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", options.logLevel());
            log().info("{}", options.effective());
            run(options.config());
        } catch (UsageException e) {
            System.err.println("kubia node: " + e.getMessage());
            System.exit(WRONG_USAGE);
        } catch (StoreException | IOException e) {
            System.err.println("kubia node: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static void run(NodeConfig config) throws StoreException, IOException {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        var node = Node.start(config, out, InstantSource.system());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(node)));
        log().info(
                        "{} serves {} after {} ms, its data in {}",
                        config.http().name(),
                        node.address(),
                        sinceStart().toMillis(),
                        config.store().directory());
    }

    /** Not a constant: the first logger that is made reads the level, which the command line says. */
    private static Logger log() {
        return LoggerFactory.getLogger(Main.class);
    }

    private static Duration sinceStart() {
        var now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    }

    /** SIGTERM and SIGINT end here: to be stopped is no failure, so the exit code is 0 and not the signal's. */
    private static void stop(Node node) {
        try {
            node.stop();
            Runtime.getRuntime().halt(0);
        } catch (InterruptedException | RuntimeException e) {
            log().error("not stopped cleanly", e);
            Runtime.getRuntime().halt(FAILED);
        }
    }
}
