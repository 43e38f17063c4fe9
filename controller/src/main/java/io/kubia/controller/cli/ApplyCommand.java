package io.kubia.controller.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kubia apply}. */
@Command(name = "apply", mixinStandardHelpOptions = true, description = "Make objects what manifests say.")
final class ApplyCommand implements Runnable {
    @Mixin
    private final HomeOption home = new HomeOption();

    @Mixin
    private final NamespaceOption namespace = new NamespaceOption();

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description = "A manifest, a folder of them, or - for standard input.")
    private List<String> files = List.of();

    @Override
    public void run() {
        var target = new RemoteCluster(ApiClient.of(home.get()));
        Manifests.read(files, namespace.get(), System.in)
                .forEach(manifest -> Out.out().println(target.apply(manifest).sentence()));
    }
}
