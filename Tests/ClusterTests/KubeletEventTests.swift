import Cluster
import Manifests
import SimulationKernel
import Testing

/// What kubelets say, in the words of upstream's sources.
@Suite("Events of kubelets")
struct KubeletEventTests {
  /// kuberuntime_container.go and image_manager.go of the releases; pull request 134043 took the
  /// names away.
  @Test(
    "What is said of a container's start depends on the version",
    arguments: [
      (31, "Created container web", "Started container web", ""),
      (32, "Created container: web", "Started container web", ""),
      (34, "Created container: web", "Started container web", ""),
      (35, "Container created", "Container started", " and can be accessed by the pod"),
    ])
  func start(minor: Int, created: String, started: String, access: String) {
    let version = ClusterVersion(minor: minor)
    #expect(version.createdText("web") == created)
    #expect(version.startedText("web") == started)
    #expect(
      version.presentText("web:1")
        == "Container image \"web:1\" already present on machine" + access)
  }

  /// pkg/probe/exec, http, tcp and grpc; a command's words are written as by Go's `%q`, times as its
  /// durations.
  @Test("A failed probe is told as the prober tells it")
  func probes() {
    func text(
      _ answer: ProbeAnswer, _ handler: ProbeHandler, seconds: Int64 = 1, _ command: [String] = []
    ) -> String {
      var probe = ProbeSpec()
      probe.handler = handler
      probe.command = command
      probe.timeout = .seconds(seconds)
      return answer.text(probe, at: "10.0.0.1")
    }
    #expect(
      text(.timedOut, .exec, ["sh", "-c", "echo \"a\\b\""])
        == #"command "sh -c echo \"a\\b\"" timed out"#)
    #expect(text(.refused, .exec, ["pg_isready"]) == "")
    #expect(
      text(.timedOut, .grpc, seconds: 90) == "timeout: health rpc did not complete within 1m30s")
    #expect(text(.overloaded, .http) == "HTTP probe failed with statuscode: 503")
  }

  /// distribution/reference ParseDockerRef, with the cases of its documentation.
  @Test(
    "The runtime names an image by its whole reference",
    arguments: [
      ("busybox", "docker.io/library/busybox:latest"), ("shop/cart:2", "docker.io/shop/cart:2"),
      ("localhost/cart", "localhost/cart:latest"), ("host:5000/cart:1", "host:5000/cart:1"),
      ("quay.io/a/b@sha256:1234", "quay.io/a/b@sha256:1234"),
    ])
  func references(image: String, whole: String) {
    #expect(ImageReference.whole(image) == whole)
  }
}
