package io.kubia.controller.runtime;

/**
 * One run of one container of one pod.
 *
 * @param attempt counts the runs of the container from 0: the restart count
 */
public record ContainerId(String podUid, String namespace, String pod, String container, int attempt) {
    @Override
    public String toString() {
        return namespace + "/" + pod + "/" + container + "#" + attempt;
    }
}
