package io.kubia.controller.cli;

import io.kubia.controller.Home;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Where logs go: what a person asked for is printed, everything else is for the control plane's log. */
final class Logging {
    private Logging() {}

    /** Before the first logger is made, which reads it. A control plane in the foreground logs to standard error. */
    static void toFileOfHome(String[] arguments) {
        var words = List.of(arguments);
        boolean isForeground = words.contains("--foreground") || words.contains("controller");
        if (words.contains("up") && !isForeground) {
            makeHome(home(words));
            System.setProperty(
                    "org.slf4j.simpleLogger.logFile", home(words).log().toString());
        }
        System.setProperty(
                "org.slf4j.simpleLogger.defaultLogLevel",
                System.getenv().getOrDefault("KUBIA_LOG_LEVEL", level(words)));
    }

    private static void makeHome(Home home) {
        try {
            home.create();
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
