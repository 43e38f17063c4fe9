package io.kubia.controller.kubelet.probe;

/**
 * An answer to a check.
 *
 * @param message why it failed, in Kubernetes' words; of no use for a success
 */
public record ProbeResult(boolean success, String message) {
    static final ProbeResult SUCCESS = new ProbeResult(true, "");

    static ProbeResult failure(String message) {
        return new ProbeResult(false, message);
    }
}
