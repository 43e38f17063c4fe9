package io.kubia.dns;

import io.kubia.role.settings.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: reads the command line, starts a DNS server, and stops it when it is told to. */
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    /** {@code kubia dns [flags]}. */
    @SuppressWarnings("SystemOut") // the process's own streams
    public static void main(String[] arguments) {
        var words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.print(DnsOptions.SETTINGS.help());
            return;
        }
        try {
            var options = DnsOptions.parse(words, System.getenv());
            // Before the first logger is made, which reads it.
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", options.logLevel());
            var random = new SecureRandom();
            var config = options.config(System.getenv(), random);
            log().info("{}", options.effective());
            run(config, random);
        } catch (UsageException e) {
            System.err.println("kubia dns: " + e.getMessage());
            System.exit(WRONG_USAGE);
        } catch (IOException e) {
            System.err.println("kubia dns: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static void run(DnsConfig config, SecureRandom random) throws IOException {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        var dns = Dns.start(config, out, InstantSource.system(), random);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(dns)));
        log().info(
                        "the zone {} is served at {} after {} ms",
                        config.zone().name(),
                        dns.addresses(),
                        sinceStart().toMillis());
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
    private static void stop(Dns dns) {
        try {
            dns.stop();
            Runtime.getRuntime().halt(0);
        } catch (RuntimeException e) {
            log().error("not stopped cleanly", e);
            Runtime.getRuntime().halt(FAILED);
        }
    }
}
