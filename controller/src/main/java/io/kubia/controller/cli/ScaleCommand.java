package io.kubia.controller.cli;

import io.kubia.controller.model.ResourceTypes;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kubia scale}. */
@Command(name = "scale", mixinStandardHelpOptions = true, description = "Say how many pods a set shall have.")
final class ScaleCommand implements Runnable {
    @Mixin
    private final HomeOption home = new HomeOption();

    @Mixin
    private final NamespaceOption namespace = new NamespaceOption();

    @Parameters(arity = "1..2", paramLabel = "sts/NAME", description = "Which set.")
    private List<String> words = List.of();

    @Option(names = "--replicas", required = true, paramLabel = "N", description = "How many pods.")
    private int replicas;

    @Override
    public void run() {
        var cluster = new RemoteCluster(ApiClient.of(home.get()));
        for (var resource : Resources.parse(words)) {
            if (!resource.type().equals(ResourceTypes.STATEFUL_SET)
                    || resource.name().isEmpty()) {
                throw new CommandException(String.join(" ", words) + " (expected: sts/NAME)");
            }
            cluster.scale(namespace.get(), resource.name(), replicas);
            Out.out().println(resource.sentenceName(resource.name()) + " scaled");
        }
    }
}
