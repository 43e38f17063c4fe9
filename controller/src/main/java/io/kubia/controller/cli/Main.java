package io.kubia.controller.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The process: finds the command that was meant, and runs it. */
@Command(
        name = "kubia",
        description = "A StatefulSet on your laptop.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            GetCommand.class,
            ApplyCommand.class,
            ScaleCommand.class,
            DeleteCommand.class,
            LogsCommand.class,
            EventsCommand.class,
            ControllerCommand.class,
            GenerateCompletion.class
        })
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    /** {@code kubia COMMAND [flags]}. */
    public static void main(String[] arguments) {
        Logging.toFileOfHome(arguments);
        var line = new CommandLine(new Main())
                .setOut(Out.out())
                .setErr(Out.err())
                .setExecutionExceptionHandler(Main::failed)
                .setParameterExceptionHandler(Main::wrongUsage);
        int code = line.execute(arguments);
        Out.finish(code);
        System.exit(code);
    }

    private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        var message = failure.getMessage();
        Out.err().println("kubia: " + (message == null ? failure.toString() : message));
        boolean isExpected = failure instanceof CommandException
                || failure instanceof io.kubia.controller.model.ApiException
                || failure instanceof java.io.IOException
                || failure instanceof io.kubia.controller.store.StoreException;
        if (!isExpected) {
            failure.printStackTrace(Out.err());
        }
        return FAILED;
    }

    private static int wrongUsage(CommandLine.ParameterException failure, String[] arguments) {
        Out.err().println("kubia: " + failure.getMessage());
        Out.err().println("try: " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return WRONG_USAGE;
    }
}
