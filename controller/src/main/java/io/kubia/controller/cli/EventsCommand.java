package io.kubia.controller.cli;

import io.kubia.controller.model.ResourceTypes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kubia events}. */
@Command(name = "events", mixinStandardHelpOptions = true, description = "What has happened, and why.")
final class EventsCommand implements Runnable {
    @Mixin
    private final HomeOption home = new HomeOption();

    @Mixin
    private final NamespaceOption namespace = new NamespaceOption();

    @Override
    public void run() {
        var table =
                ApiClient.of(home.get()).get(ApiClient.path(ResourceTypes.EVENT, namespace.get(), ""), ApiClient.TABLE);
        TablePrinter.print(table, false, false, Out.out());
    }
}
