package io.kubia.controller.registry;

/**
 * What the registry hands out.
 *
 * @param serviceAddresses where services get their addresses from, an IPv4 block: {@code 127.96.0.0/16}
 * @param firstNodePort of the ports that services get on every node
 * @param lastNodePort the last of them
 */
public record RegistryConfig(String serviceAddresses, int firstNodePort, int lastNodePort) {
    /** The block of the process runtime, and Kubernetes' own numbers. */
    public static final RegistryConfig DEFAULT = new RegistryConfig("127.96.0.0/16", 30000, 32767);

    public RegistryConfig {
        if (firstNodePort < 1 || lastNodePort > 65_535 || firstNodePort > lastNodePort) {
            throw new IllegalArgumentException(
                    "node ports: " + firstNodePort + "-" + lastNodePort + " (expected: a range within 1 to 65535)");
        }
    }

    public RegistryConfig withServiceAddresses(String block) {
        return new RegistryConfig(block, firstNodePort, lastNodePort);
    }
}
