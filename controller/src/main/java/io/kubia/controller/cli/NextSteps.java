package io.kubia.controller.cli;

import io.kubia.controller.Home;
import io.kubia.controller.RunningControlPlane;
import java.nio.file.Path;

/** What to try once a cluster is up. */
final class NextSteps {
    private NextSteps() {}

    /** {@code isBase} is whether it is the one that we bring along. */
    static String text(Home home, RunningControlPlane controlPlane, boolean isBase) {
        var dns = controlPlane.dns();
        int colon = dns.lastIndexOf(':');
        var api = controlPlane.api().getAuthority();
        var kubectl = home.kubeconfig().equals(Path.of(System.getProperty("user.home"), ".kubia", "kubeconfig"))
                ? "export KUBECONFIG=~/.kubia/kubeconfig; kubectl get pods"
                : "export KUBECONFIG=" + home.kubeconfig() + "; kubectl get pods";
        if (!isBase) {
            return "\n  " + kubectl + "\n  curl " + api + "/api/v1/namespaces/default/pods\n";
        }
        return "\n  curl http://127.0.0.1:8080"
                + "\n  dig @" + dns.substring(0, colon) + " -p " + dns.substring(colon + 1)
                + " SRV kubia.default.svc.cluster.local"
                + "\n  " + kubectl + "\n";
    }
}
