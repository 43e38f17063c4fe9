package io.kubia.controller.cli;

import io.kubia.controller.Home;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a command is about. */
final class HomeOption {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the cluster is kept (KUBIA_HOME; ~/.kubia unless set).")
    private @Nullable Path home;

    Home get() {
        return home == null ? Home.of(System.getenv()) : Home.of(Map.of("KUBIA_HOME", home.toString()));
    }
}
