import Manifests
import Testing

/// Pods of an operating system, of devices and of annotations, and definitions of custom resources
/// that the API server refuses.
///
/// The rules are those of pkg/apis/core/validation (validateOS, validateLinux, validateWindows,
/// validatePodResourceClaims, ValidatePodSpecificAnnotations) and of apiextensions-apiserver
/// (ValidateCustomResourceDefinition, ValidateStructural, ValidateCustomResourceColumnDefinition,
/// ValidateCustomResourceDefinitionSubresources).
@Suite("Refused systems and definitions")
struct RefusedSystemTests {
  static let systems: [RefusedManifest] = [
    .pod("a system that there is not", "os: {name: §darwin}", "invalid-value"),
    .pod("no system", "os: §{}", "missing-field"),
    .pod(
      "a windows pod",
      "os: {name: windows}\n  hostNetwork: true\n  securityContext: "
        + "{runAsNonRoot: true, runAsUser: , windowsOptions: {hostProcess: true, "
        + "runAsUserName: 'NT AUTHORITY\\SYSTEM'}}"),
    .pod(
      "a windows pod as a linux one",
      "os: {name: windows}\n  hostUsers: §true\n  shareProcessNamespace: §false\n"
        + "  securityContext: {fsGroup: §1, sysctls: [], seccompProfile: §{type: RuntimeDefault}}",
      "conflicting-fields", "conflicting-fields", "conflicting-fields", "conflicting-fields"),
    .container(
      "a windows container as a linux one",
      "securityContext: {runAsUser: §1, privileged: §false, capabilities: §{drop: [ALL]}}\n"
        + "  os: {name: windows}", "conflicting-fields", "conflicting-fields",
      "conflicting-fields"),
    .container(
      "a linux container as a windows one",
      "securityContext: {windowsOptions: §{runAsUserName: a}}\n  os: {name: linux}",
      "conflicting-fields"),
    .container(
      "users that Windows does not have, and processes of a node without its network",
      "securityContext: {windowsOptions: {runAsUserName: §a/b}}\n  securityContext: "
        + "{windowsOptions: {hostProcess: true, runAsUserName: §\"\"}}", "invalid-name",
      "invalid-name", "missing-field 5:3"),
    .container(
      "the capability as runtimes spell it",
      "securityContext: {allowPrivilegeEscalation: false, capabilities: {add: [SYS_ADMIN]}}"),
    .container(
      "amounts of pages and devices",
      "resources: {limits: {memory: 1Gi, hugepages-2Mi: §3Mi, requests.a.b/c: §1}, "
        + "requests: {a.kubernetes.io/b: 1}}", "invalid-value", "invalid-value"),
    .pod(
      "claims of devices that contradict each other",
      "resourceClaims: [{name: a, resourceClaimName: c}, {name: §a, resourceClaimName: d}, "
        + "§{name: b}, §{name: e, resourceClaimName: c, resourceClaimTemplateName: t}]",
      "duplicate-name", "missing-field", "conflicting-fields"),
    .container(
      "claims that the pod does not have, and twice",
      "resources: {claims: [{name: a, request: r}, §{name: a}, {name: §z}]}\n"
        + "  resourceClaims: [{name: a, resourceClaimName: c}]", "duplicate-name",
      "unknown-claim"),
  ]

  private static func annotated(
    _ what: String, _ annotation: String, _ messages: String...
  ) -> RefusedManifest {
    RefusedManifest(
      testDescription: what,
      text: """
        apiVersion: v1
        kind: Pod
        metadata: {name: p, annotations: {\(annotation)}}
        spec: {containers: [{name: c, image: "i:1"}]}
        """, messages: messages)
  }

  static let annotations: [RefusedManifest] = [
    annotated(
      "a container that there is not",
      "container.apparmor.security.beta.kubernetes.io/d: §unconfined", "invalid-value"),
    annotated(
      "profiles",
      "container.apparmor.security.beta.kubernetes.io/c: localhost/p, "
        + "seccomp.security.alpha.kubernetes.io/pod: docker/default"),
    annotated(
      "a profile that there is not", "seccomp.security.alpha.kubernetes.io/pod: §default",
      "invalid-value"),
    annotated(
      "a cost with a sign", "controller.kubernetes.io/pod-deletion-cost: §\"+1\"",
      "invalid-value"),
    annotated("a mirror of no node", "kubernetes.io/config.mirror: §a", "invalid-value"),
  ]

  private static func definition(
    _ what: String, name: String = "crontabs.stable.example.com", spec: String = "",
    names: String = "plural: crontabs, kind: CronTab", versions: String, _ messages: String...
  ) -> RefusedManifest {
    RefusedManifest(
      testDescription: what,
      text: """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: \(name)}
        spec:
          \(spec.isEmpty ? "scope: Namespaced" : spec)
          group: stable.example.com
          names: {\(names)}
          versions: \(versions)
        """, messages: messages)
  }

  private static func schema(_ text: String) -> String {
    "[{name: v1, served: true, storage: true, schema: {openAPIV3Schema: \(text)}}]"
  }

  static let definitions: [RefusedManifest] = [
    definition(
      "a definition as in the documentation",
      versions: schema(
        "{type: object, properties: {spec: {type: object, properties: {replicas: {type: integer}, "
          + "port: {anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}, "
          + "any: {x-kubernetes-preserve-unknown-fields: true}, "
          + "map: {type: object, additionalProperties: {type: string}}}}}}")),
    definition(
      "another name and no scope", name: "§cron", spec: "scope: §Global",
      versions: schema("{type: object}"), "invalid-name", "invalid-value"),
    definition(
      "names that none has",
      names: "plural: crontabs, kind: CronTab, listKind: §CronTab, "
        + "shortNames: §[c_t]", versions: schema("{type: object}"), "duplicate-name",
      "invalid-name"),
    definition(
      "no stored version, and one twice without a schema",
      versions: "§[{name: v1, schema: {openAPIV3Schema: {type: object}}}, §{name: §v1}]",
      "invalid-value", "missing-field", "duplicate-name"),
    definition(
      "a schema that is not structural",
      versions: schema(
        "{type: object, properties: {a: §{description: none}, b: §{type: array}, "
          + "c: {type: §text}, d: {type: array, items: §{properties: {}}}, "
          + "e: {type: object, properties: {f: {type: string}}, "
          + "§additionalProperties: {type: string}}, g: {type: array, §uniqueItems: true, "
          + "items: {type: string}}}}"), "missing-field", "missing-field", "invalid-value",
      "missing-field", "invalid-value", "invalid-value"),
    definition(
      "parts of a schema that are none",
      versions: schema(
        "{type: object, properties: {a: {type: array, items: §x}, "
          + "b: {type: object, additionalProperties: §3}, "
          + "c: {type: object, additionalProperties: true}, "
          + "d: {type: array, items: {type: object, required: §e, minProperties: §x, "
          + "properties: {e: §5, f: §null}}}}}"),
      "wrong-type", "wrong-type", "wrong-type", "wrong-type", "wrong-type", "missing-field"),
  ]

  private static func version(_ parts: String) -> String {
    "[{name: v1, storage: true, schema: {openAPIV3Schema: {type: object}}, \(parts)}]"
  }

  static let parts: [RefusedManifest] = [
    definition(
      "columns and a scale as in the documentation",
      versions: version(
        "additionalPrinterColumns: [{name: Age, type: date, jsonPath: .metadata.creationTimestamp},"
          + " {name: Of, type: integer, format: int32, jsonPath: '.status.a[?(@.b==\"c\")].d'}], "
          + "subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, "
          + "statusReplicasPath: .status.replicas, labelSelectorPath: .status.selector}}")),
    definition(
      "columns of nothing",
      versions: version(
        "additionalPrinterColumns: [{name: §\"\", type: §text, jsonPath: §spec.a}, "
          + "{name: A, type: string, format: §uuid, jsonPath: .a}]"),
      "missing-field", "invalid-value", "invalid-value", "invalid-value"),
    definition(
      "subresources that are none",
      versions: version(
        "subresources: {status: §true, scale: {specReplicasPath: §.replicas, "
          + "statusReplicasPath: §\"\", labelSelectorPath: §.metadata.labels}}"),
      "wrong-type", "invalid-value", "missing-field", "invalid-value"),
  ]

  @Test("are errors at their places", arguments: systems + annotations + definitions + parts)
  func refused(manifest: RefusedManifest) {
    let platform = DecodedPlatform(manifest.text.replacing("§", with: ""))
    let refused = platform.items.filter { $0.severity == .error }
    let places = refused.map { "\($0.code) \($0.span.line):\($0.span.column)" }
    #expect(places.sorted() == manifest.places.sorted(), "\(refused.map(\.message))")
  }
}
