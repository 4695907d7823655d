/// A container of a pod, an init container or a sidecar.
///
/// Source: Kubernetes core/v1 Container; defaults pkg/apis/core/v1/defaults.go
/// SetDefaults_Container.
package struct Container: ManifestDecodable, Sendable {
  /// Name, unique in the pod.
  package var name: String
  /// Image reference.
  package var image: String = ""
  /// When the image is pulled; `Always` by default for the tag `latest`.
  package var imagePullPolicy: PullPolicy = .ifNotPresent
  /// Entry point in place of the image's.
  package var command: [String] = []
  /// Arguments in place of the image's.
  package var args: [String] = []
  /// Working directory.
  package var workingDir: String?
  /// Ports it says it listens on.
  package var ports: [ContainerPort] = []
  /// Environment variables.
  package var env: [EnvVar] = []
  /// ConfigMaps and Secrets turned into environment variables.
  package var envFrom: [EnvFromSource] = []
  /// Requests and limits.
  package var resources: ResourceRequirements = ResourceRequirements()
  /// A failure restarts the container.
  package var livenessProbe: Probe?
  /// A failure takes the pod out of its Services.
  package var readinessProbe: Probe?
  /// Holds back the other probes until it passes once.
  package var startupProbe: Probe?
  /// Hooks after start and before stop.
  package var lifecycle: Lifecycle?
  /// Volumes mounted.
  package var volumeMounts: [VolumeMount] = []
  /// Raw block volumes.
  package var volumeDevices: [VolumeDevice] = []
  /// Privileges.
  package var securityContext: SecurityContext?
  /// `Always` on an init container makes it a sidecar that keeps running; of others the policy of
  /// their own (from 1.35).
  package var restartPolicy: RestartPolicy?
  /// What is done after some exit codes (from 1.35).
  package var restartPolicyRules: [ContainerRestartRule] = []
  /// What a change of its resources in place does to it (from 1.33).
  package var resizePolicy: [ResizePolicy] = []
  /// Where the message of an ended container is read from.
  package var terminationMessagePolicy: String = "File"
  /// Where `name` was written; the enclosing object's place where it is absent.
  package var nameSpan: SourceSpan
  /// Where `image` was written; the enclosing object's place where it is absent.
  package var imageSpan: SourceSpan
  /// Where `resources` was written; the enclosing object's place where it is absent.
  package var resourcesSpan: SourceSpan
  /// Where `ports` was written; the enclosing object's place where it is absent.
  package var portsSpan: SourceSpan
  /// Where each word of `command` and then of `args` was written.
  package var wordSpans: [SourceSpan] = []
  /// Where `restartPolicy` was written; the enclosing object's place where it is absent.
  package var restartPolicySpan: SourceSpan = .unknown
  /// Where `restartPolicyRules` was written; the enclosing object's place where it is absent.
  package var restartPolicyRulesSpan: SourceSpan = .unknown
  /// Where the whole was written.
  package var span: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a container") else { return nil }
    let name: String? = reader.required("name")
    reader.read("image", into: &image)
    reader.read("imagePullPolicy", into: &imagePullPolicy)
    reader.read("command", into: &command)
    reader.read("args", into: &args)
    wordSpans = ["command", "args"].flatMap { (reader.node($0)?.elements ?? []).map(\.span) }
    reader.read("workingDir", into: &workingDir)
    reader.read("ports", into: &ports)
    reader.read("env", into: &env)
    reader.read("envFrom", into: &envFrom)
    reader.read("resources", into: &resources)
    reader.read("livenessProbe", into: &livenessProbe)
    reader.read("readinessProbe", into: &readinessProbe)
    reader.read("startupProbe", into: &startupProbe)
    reader.read("lifecycle", into: &lifecycle)
    reader.read("volumeMounts", into: &volumeMounts)
    reader.read("volumeDevices", into: &volumeDevices)
    reader.read("securityContext", into: &securityContext)
    reader.read("restartPolicy", into: &restartPolicy)
    restartPolicySpan = reader.span(of: "restartPolicy")
    reader.read("restartPolicyRules", into: &restartPolicyRules)
    restartPolicyRulesSpan = reader.span(of: "restartPolicyRules")
    reader.read("resizePolicy", into: &resizePolicy)
    reader.readWord(
      "terminationMessagePolicy", of: ["File", "FallbackToLogsOnError"],
      into: &terminationMessagePolicy, diagnostics)
    nameSpan = reader.span(of: "name")
    imageSpan = reader.span(of: "image")
    resourcesSpan = reader.span(of: "resources")
    portsSpan = reader.span(of: "ports")
    span = reader.span
    guard let name else { return nil }
    self.name = name
    if reader.node("imagePullPolicy")?.text?.isEmpty ?? true {
      imagePullPolicy = PullPolicy(defaultFor: image)
    }
  }
}
