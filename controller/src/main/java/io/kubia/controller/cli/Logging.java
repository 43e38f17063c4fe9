package io.kubia.controller.cli;

import io.kubia.controller.Home;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Where logs go: what a person asked for is printed, everything else is for the control plane's log. */
final class Logging {
    /** A log longer than this is put aside at the next start; the one put aside before is lost. */
    private static final long MAX_BYTES = 16L << 20;

    private Logging() {}

    /** Before the first logger is made, which reads it. A control plane in the foreground logs to standard error. */
    static void toFileOfHome(String[] arguments) {
        var words = List.of(arguments);
        boolean isForeground = words.contains("--foreground") || words.contains("controller");
        if (words.contains("up") && !isForeground) {
            appendTo(home(words));
        }
        System.setProperty(
                "org.slf4j.simpleLogger.defaultLogLevel",
                System.getenv().getOrDefault("KUBIA_LOG_LEVEL", level(words)));
    }

    /**
     * Adds to the log of before: of a control plane that has crashed, or of one that runs and which this `up` will only
     * talk to. What else writes to standard error, Java itself, goes there too; what a person is told does not.
     */
    private static void appendTo(Home home) {
        try {
            home.create();
            if (Files.exists(home.log()) && Files.size(home.log()) > MAX_BYTES) {
                Files.move(
                        home.log(),
                        home.log().resolveSibling(home.log().getFileName() + ".1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            System.setErr(
                    new PrintStream(new FileOutputStream(home.log().toFile(), true), true, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandException(home.path() + " cannot be made (" + e.getMessage() + "): say another --home", e);
        }
    }

    private static String level(List<String> words) {
        return words.contains("up") || words.contains("controller") ? "info" : "error";
    }

    private static Home home(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("--home") && i + 1 < words.size()) {
                return Home.of(Map.of("KUBIA_HOME", words.get(i + 1)));
            }
            if (words.get(i).startsWith("--home=")) {
                return Home.of(Map.of("KUBIA_HOME", words.get(i).substring("--home=".length())));
            }
        }
        return Home.of(System.getenv());
    }
}
