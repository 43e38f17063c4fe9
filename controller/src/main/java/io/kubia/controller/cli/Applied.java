package io.kubia.controller.cli;

import io.kubia.controller.model.KubeObject;

/** What applying a manifest has done. */
record Applied(KubeObject object, What what) {
    enum What {
        CREATED("created"),
        CONFIGURED("configured"),
        UNCHANGED("unchanged");

        private final String word;

        What(String word) {
            this.word = word;
        }
    }

    /** {@code statefulset.apps/kubia created}. */
    String sentence() {
        return new Resources(object.type(), object.name()).sentenceName(object.name()) + " " + what.word;
    }
}
