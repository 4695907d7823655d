/// Something that makes equal pods: a workload, a Job, or a resource whose operator does.
package struct PodMaker: Sendable {
  /// Kind of the object, as `Deployment`; a ReplicationController is a `ReplicaSet`.
  package let kind: String
  /// Namespace.
  package let namespace: String
  /// Name.
  package let name: String
  /// Labels of its pods, as far as they are known.
  package let labels: StringMap
  /// What its pods run; nil where an operator decides.
  package let spec: PodSpec?
  /// How many pods; nil where the nodes decide.
  package let replicas: Int?
  /// Where the whole object was written.
  package let span: SourceSpan

  /// Kind as it is written, where it goes by another one's name.
  var writtenKind: String?

  /// The object in messages.
  package var subject: String { "\(writtenKind ?? kind) \(namespace)/\(name)" }

  /// Whether its pods get labels at run time that are not among `labels`.
  var isRelabelled: Bool { spec == nil || kind == "StatefulSet" || kind == "Job" }

  /// Whether labels select its pods.
  ///
  /// Operators add labels at run time, of a pod's role for instance: theirs match where none that
  /// is known differs.
  func matches(_ selector: StringMap) -> Bool {
    guard spec == nil else { return selector.isSubset(of: identity(for: selector)) }
    let known = selector.entries.filter { labels[$0.key] != nil }
    return !known.isEmpty && known.allSatisfy { labels[$0.key] == $0.value }
  }

  /// Whether a selector selects its pods.
  func matches(_ selector: LabelSelector) -> Bool {
    guard spec == nil else {
      return selector.matches(identity(for: selector.matchLabels))
    }
    let conditions = selector.matchExpressions.filter { labels[$0.key] != nil }
    let isNamed = selector.matchLabels.isEmpty ? !conditions.isEmpty : matches(selector.matchLabels)
    return selector.isEmpty || isNamed && conditions.allSatisfy { $0.matches(labels) }
  }

  /// Its pods' labels with those of a selector that the controller gives one pod: its name in a
  /// StatefulSet, its Job's name and its index there.
  private func identity(for selector: StringMap) -> StringMap {
    var all = labels
    for entry in selector.entries where labels[entry.key] == nil {
      let isOwn =
        switch (kind, entry.key) {
        case ("StatefulSet", "statefulset.kubernetes.io/pod-name"):
          entry.value.hasPrefix(name + "-") && Int(entry.value.dropFirst(name.count + 1)) != nil
        case ("StatefulSet", "apps.kubernetes.io/pod-index"): Int(entry.value) != nil
        case ("Job", "batch.kubernetes.io/job-name"), ("Job", "job-name"): entry.value == name
        case ("Job", "batch.kubernetes.io/job-completion-index"): Int(entry.value) != nil
        default: false
        }
      if isOwn { all[entry.key] = entry.value }
    }
    return all
  }

  /// All containers, init containers and sidecars included.
  var containers: [Container] { (spec?.initContainers ?? []) + (spec?.containers ?? []) }

  /// The containers that run while the pod serves: init containers have ended by then, but for
  /// sidecars.
  var servers: [Container] {
    (spec?.initContainers ?? []).filter { $0.restartPolicy == .always } + (spec?.containers ?? [])
  }

  /// Whether any container says which ports it opens; such ports are documentation, so pods that
  /// say none may open any.
  var declaresPorts: Bool { servers.contains { !$0.ports.isEmpty } }

  /// Whether a container declares a port of a Service; unknown pods may have any.
  ///
  /// A name is that of a port of the same protocol (pkg/api/pod FindPort); a number is connected to
  /// whatever is declared.
  func declares(_ port: PortReference, _ transport: TransportProtocol) -> Bool {
    guard spec != nil else { return true }
    return servers.contains { container in
      guard case .name(let name) = port else { return container.declares(port) }
      return container.ports.contains { $0.name == name && $0.protocol == transport }
    }
  }

  /// Names and numbers of the declared ports.
  var portNames: [String] {
    servers.flatMap(\.ports).flatMap { [$0.name, String($0.containerPort)].compactMap { $0 } }
  }
}

extension ManifestSet {
  /// Everything that makes pods, in the order of kinds and of the input.
  package var podMakers: [PodMaker] { controllers + jobMakers + lonePods + operators }

  private var controllers: [PodMaker] {
    var makers = deployments.map {
      PodMaker("Deployment", $0.metadata, $0.template, $0.replicas, $0.span)
    }
    makers += statefulSets.map {
      PodMaker("StatefulSet", $0.metadata, $0.template, $0.replicas, $0.span)
    }
    makers += daemonSets.map { PodMaker("DaemonSet", $0.metadata, $0.template, nil, $0.span) }
    makers += replicaSets.map {
      var maker = PodMaker("ReplicaSet", $0.metadata, $0.template, $0.replicas, $0.span)
      maker.writtenKind = $0.kind
      return maker
    }
    for rollout in rollouts {
      guard let template = rollout.template else { continue }
      makers.append(
        PodMaker("Rollout", rollout.metadata, template, rollout.replicas, rollout.span))
    }
    return makers
  }

  private var jobMakers: [PodMaker] {
    let once = jobs.map {
      PodMaker("Job", $0.metadata, $0.spec.template, $0.spec.parallelism, $0.span)
    }
    return once
      + cronJobs.map { cron in
        let job = cron.jobTemplate.spec
        return PodMaker("CronJob", cron.metadata, job.template, job.parallelism, cron.span)
      }
  }

  private var lonePods: [PodMaker] {
    pods.map { pod in
      PodMaker(
        kind: "Pod", namespace: pod.metadata.home, name: pod.metadata.name,
        labels: pod.metadata.labels, spec: pod.spec, replicas: 1, span: pod.span)
    }
  }

  private var operators: [PodMaker] {
    (operatedWorkloads + setWorkloads).map { workload in
      PodMaker(
        kind: workload.kind, namespace: workload.namespace, name: workload.name,
        labels: workload.labels, spec: nil, replicas: nil, span: workload.span)
    }
  }
}

extension PodMaker {
  fileprivate init(
    _ kind: String, _ metadata: ObjectMeta, _ template: PodTemplateSpec, _ replicas: Int?,
    _ span: SourceSpan
  ) {
    self.init(
      kind: kind, namespace: metadata.home, name: metadata.name, labels: template.metadata.labels,
      spec: template.spec, replicas: replicas, span: span)
  }
}
