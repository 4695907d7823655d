package import SimulationKernel

/// ConfigMaps and Secrets of pods: what is missing, and when a changed one is seen.
extension Cluster {
  /// Creates or changes a ConfigMap or Secret, as `kubectl apply` does.
  ///
  /// A pod that waits for it goes on at its next try. Volumes show the new content after the
  /// kubelet's next sync; environment variables keep the old one until the container restarts.
  package mutating func apply(
    _ object: ConfigurationSpec, in simulation: borrowing Simulation
  ) {
    configurations.apply(object, at: simulation.now)
  }

  /// Why a container can not be made: its environment misses something, or it would run as root.
  ///
  /// The environment comes first (kuberuntime_container.go generateContainerConfig).
  func configurationProblem(of container: ContainerSpec, in pod: PodHandle) -> String? {
    if let problem = environmentProblem(of: container, in: pod) { return problem }
    return container.rootProblem.map {
      "\($0.text) (pod: \"\(name(of: pod))_\(namespace(of: pod))(\(uid(of: pod)))\", container: "
        + "\(container.name))"
    }
  }

  /// Whether a container of a pod would run as root and must not.
  func wouldRunAsRoot(_ pod: PodHandle) -> Bool {
    let spec = templates[Int(pods[pod].template)].spec
    return (spec.initContainers + spec.containers).contains { $0.rootProblem != nil }
  }

  /// What a container's environment misses.
  private func environmentProblem(of container: ContainerSpec, in pod: PodHandle) -> String? {
    let namespace = namespace(of: pod)
    for reference in container.environment {
      if let problem = configurations.problem(of: reference, in: namespace) { return problem }
    }
    return nil
  }

  /// A volume of a pod that can't be mounted because its object is missing, and why.
  func configurationVolumeProblem(of pod: PodHandle) -> (volume: String, text: String)? {
    let namespace = namespace(of: pod)
    for reference in templates[Int(pods[pod].template)].spec.configurationVolumes {
      if let problem = configurations.problem(of: reference, in: namespace) {
        return (reference.volume ?? reference.name, problem)
      }
    }
    return nil
  }

  /// Says which of a pod's credentials of registries do not exist; its images are pulled without
  /// them (pkg/kubelet getPullSecretsForPod).
  mutating func recordMissingCredentials(
    of pod: PodHandle, in simulation: borrowing Simulation
  ) {
    let namespace = namespace(of: pod)
    let missing = templates[Int(pods[pod].template)].spec.pullSecrets.filter {
      !configurations.has(ConfigurationReference(kind: .secret, name: $0), in: namespace)
    }
    guard !missing.isEmpty else { return }
    record(
      pod, "FailedToRetrieveImagePullSecret",
      "Unable to retrieve some image pull secrets (\(missing.joined(separator: ", "))); attempting "
        + "to pull the image may not succeed.", isWarning: true, in: simulation)
  }

  /// How long the software of a pod's main container serves on after SIGTERM by the files that its
  /// volumes show (coredns plugin/health health.go OnFinalShutdown).
  func lameduck(of pod: PodHandle) -> SimDuration {
    let namespace = namespace(of: pod)
    return templates[Int(pods[pod].template)].spec.configurationVolumes.map {
      configurations.lameduck(of: $0, in: namespace)
    }.max() ?? .zero
  }

  /// Whether a ConfigMap or Secret was given what it holds at a time.
  package func hasChanged(
    _ reference: ConfigurationReference, in namespace: String, at time: SimTime
  ) -> Bool {
    configurations.lastChange(of: reference, in: namespace) == time
  }

  /// Whether a running container of a pod has environment variables of an object that has changed
  /// since the container started.
  package func hasStaleEnvironment(_ pod: PodHandle) -> Bool {
    guard configurations.latestChange > pods[pod].createdAt else { return false }
    let namespace = namespace(of: pod)
    return containerRange(of: pod).contains { index in
      containers[index].phase == .running
        && spec(ofContainer: index).environment.contains { reference in
          configurations.lastChange(of: reference, in: namespace)
            .map { $0 > containers[index].startedAt } ?? false
        }
    }
  }

  /// Whether a pod's volumes still show what an object held before its last change: the kubelet
  /// brings the new content with the pod's next sync.
  package func hasStaleVolumes(_ pod: PodHandle, at now: SimTime) -> Bool {
    guard configurations.latestChange > pods[pod].createdAt else { return false }
    let namespace = namespace(of: pod)
    let key = key(of: pod)
    return templates[Int(pods[pod].template)].spec.configurationVolumes.contains { reference in
      guard let change = configurations.lastChange(of: reference, in: namespace) else {
        return false
      }
      let wait = PodSync.wait(
        unit(key, .status, at: change), unit(key &+ 1, .status, at: change))
      return change > pods[pod].startedAt && now < change + wait
    }
  }

  /// At a running start everything runs, so whatever it refers to exists, whoever made it.
  mutating func assumeConfigurations() {
    var assumed = 0
    for template in templates {
      let all = template.spec.initContainers + template.spec.containers
      let namespace = namespaceTable[template.namespace]
      let credentials = template.spec.pullSecrets.map {
        ConfigurationReference(kind: .secret, name: $0)
      }
      for reference in all.flatMap(\.environment) + template.spec.configurationVolumes + credentials
      where !reference.isOptional && !configurations.has(reference, in: namespace)
        && !isRefused(reference, in: namespace)
      {
        configurations.apply(
          ConfigurationSpec(
            kind: reference.kind, namespace: namespace, name: reference.name, keys: nil),
          at: Cluster.settledSince)
        assumed += 1
      }
    }
    if assumed > 0 {
      notes.append(
        "ConfigMaps and Secrets that pods refer to and no manifest defines (\(assumed)) are taken "
          + "to exist")
    }
  }

  /// Whether a pod needs a ConfigMap or a Secret that the API refused.
  func missesRefused(_ pod: PodHandle) -> Bool {
    guard !refusedConfigurations.isEmpty else { return false }
    let spec = templates[Int(pods[pod].template)].spec
    let space = namespace(of: pod)
    let references =
      (spec.initContainers + spec.containers).flatMap(\.environment) + spec.configurationVolumes
    return references.contains { !$0.isOptional && isRefused($0, in: space) }
  }

  /// Whether a manifest defines an object and the API did not take it.
  private func isRefused(_ reference: ConfigurationReference, in namespace: String) -> Bool {
    let kind = reference.kind == .secret ? "Secret" : "ConfigMap"
    return refusedConfigurations.contains { $0.isObject(kind, namespace, reference.name) }
  }
}
