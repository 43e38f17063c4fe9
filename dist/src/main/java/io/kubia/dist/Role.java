package io.kubia.dist;

import java.nio.file.Path;

/** What the distribution's launcher can start, and how each is trained. */
enum Role {
    NODE("node") {
        @Override
        Training training(Distribution distribution, Path scratch) {
            return new NodeTraining(distribution, scratch);
        }
    },

    DNS("dns") {
        @Override
        Training training(Distribution distribution, Path scratch) {
            return new DnsTraining(distribution, scratch);
        }
    },

    /** Last: it starts nodes, which have their cache by then. */
    CONTROLLER("controller") {
        @Override
        Training training(Distribution distribution, Path scratch) {
            return new ControllerTraining(distribution, scratch);
        }
    };

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** Its training; {@code scratch} is a folder for what that leaves behind. */
    abstract Training training(Distribution distribution, Path scratch);

    /** The launcher's word for it. */
    String word() {
        return word;
    }

    /** The file of its JVM flags. */
    String options() {
        return word + ".options";
    }
}
