package io.kubia.node.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A disk of which one knows, at any moment, what it holds: an ext4 on a loop device, whose file lies on a file system of
 * its own, the shelf.
 *
 * <p>Implementation note: the loop device writes past the page cache (direct I/O), so its file is what a disk without a
 * volatile cache would hold. Freezing the shelf stops that disk between two writes, while the ext4 on it knows nothing
 * and syncs nothing; the file is copied, and the copy is what the next start finds. While the shelf is frozen no fsync
 * on the disk can end, so nothing can be acknowledged that is not in the copy. The ext4 commits its journal by itself
 * every five minutes only: what a node did not sync is almost surely lost, and noticed.
 */
final class LoopDisk implements AutoCloseable {
    private static final List<String> TOOLS =
            List.of("losetup", "mkfs.ext4", "fsfreeze", "mount", "umount", "truncate");

    private final MountNamespace namespace;
    private final Path shelf;
    private final Path mounted;
    private final Path image;
    private final Path copy;

    private LoopDisk(MountNamespace namespace, Path directory) throws IOException {
        this.namespace = namespace;
        shelf = Files.createDirectory(directory.resolve("shelf"));
        mounted = Files.createDirectory(directory.resolve("mounted"));
        image = shelf.resolve("disk");
        copy = directory.resolve("copy");
        var shelfImage = directory.resolve("shelf.image").toString();
        namespace.run("truncate", "--size=160M", shelfImage);
        namespace.run("mkfs.ext4", "-q", shelfImage);
        namespace.run("mount", "-o", "loop", shelfImage, shelf.toString());
        namespace.run("truncate", "--size=96M", image.toString());
        namespace.run("mkfs.ext4", "-q", image.toString());
        mount();
    }

    static LoopDisk makeOrSkip(Path directory) throws IOException {
        Assumptions.assumeTrue(MountNamespace.isRoot(), "loop devices: root only");
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/loop-control")), "loop devices: none here");
        for (var tool : TOOLS) {
            Assumptions.assumeTrue(isInstalled(tool), tool + ": not installed");
        }
        var namespace = MountNamespace.openOrSkip();
        try {
            return new LoopDisk(namespace, directory);
        } catch (Throwable e) {
            namespace.close();
            throw e;
        }
    }

    private static boolean isInstalled(String tool) {
        return List.of("/bin", "/sbin", "/usr/bin", "/usr/sbin").stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }

    /** For a node whose volume is on this disk. */
    NodeSetup options() {
        return NodeSetup.on(mounted.resolve("volume")).within(namespace.within());
    }

    /** Where this process finds a file of the disk. */
    Path outside(String file) {
        return namespace.outside(mounted.resolve(file));
    }

    /** Keeps what the disk holds now; {@code die} is to end, without waiting, who writes to it: nobody may go on. */
    void cutPower(Runnable die) {
        namespace.run("fsfreeze", "--freeze", shelf.toString());
        try {
            namespace.run("cp", "--sparse=always", image.toString(), copy.toString());
            die.run();
        } finally {
            namespace.run("fsfreeze", "--unfreeze", shelf.toString());
        }
    }

    /** Puts the disk back as it was when the power was cut; nobody may use it any longer. */
    void restorePower() {
        namespace.run("umount", mounted.toString());
        namespace.run("cp", "--sparse=always", copy.toString(), image.toString());
        mount();
    }

    private void mount() {
        var device = namespace.run("losetup", "--direct-io=on", "--show", "--find", image.toString());
        try {
            namespace.run("mount", "-o", "commit=300", device, mounted.toString());
        } finally {
            // From now on the device goes with its mount.
            namespace.run("losetup", "--detach", device);
        }
    }

    @Override
    public void close() throws IOException {
        namespace.run("umount", mounted.toString());
        namespace.run("umount", shelf.toString());
        namespace.close();
    }
}
