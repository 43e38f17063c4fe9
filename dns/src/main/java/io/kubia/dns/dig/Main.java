package io.kubia.dns.dig;

import io.kubia.role.settings.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The process: asks one question and prints the answer. */
public final class Main {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    /** {@code kubia dig NAME [TYPE] [@SERVER]}. */
    @SuppressWarnings("SystemOut") // the process's own streams
    public static void main(String[] arguments) {
        int code = run(List.of(arguments), System.getenv(), System.out, System.err);
        System.out.flush();
        System.exit(code);
    }

    /** Returns the exit code. */
    static int run(List<String> words, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(CommandLine.HELP);
            return DONE;
        }
        try {
            var command = CommandLine.parse(words, environment);
            try {
                var reply = Exchange.ask(command, new SecureRandom(), InstantSource.system());
                print(ReplyText.of(command, reply), out);
                return DONE;
            } catch (NoReplyException e) {
                print(ReplyText.of(command, e), out);
                return FAILED;
            }
        } catch (UsageException e) {
            err.println("kubia dig: " + e.getMessage());
            return WRONG_USAGE;
        } catch (IOException e) {
            err.println("kubia dig: " + e.getMessage());
            return FAILED;
        }
    }

    /** Whatever the system's character set is: all of it is ASCII. */
    private static void print(String text, PrintStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
