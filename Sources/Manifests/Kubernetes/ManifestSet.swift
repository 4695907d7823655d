/// All objects of a platform by kind, in the order of the input.
package struct ManifestSet: Sendable {
  /// Namespace objects.
  package var namespaces: [Namespace] = []
  /// Node objects.
  package var nodes: [Node] = []
  /// CustomResourceDefinition objects.
  package var customResourceDefinitions: [CustomResourceDefinition] = []
  /// Pod objects.
  package var pods: [Pod] = []
  /// Deployment objects.
  package var deployments: [Deployment] = []
  /// ReplicaSet objects.
  package var replicaSets: [ReplicaSet] = []
  /// StatefulSet objects.
  package var statefulSets: [StatefulSet] = []
  /// DaemonSet objects.
  package var daemonSets: [DaemonSet] = []
  /// Job objects.
  package var jobs: [Job] = []
  /// CronJob objects.
  package var cronJobs: [CronJob] = []
  /// Service objects.
  package var services: [Service] = []
  /// Endpoints objects.
  package var endpoints: [Endpoints] = []
  /// EndpointSlice objects.
  package var endpointSlices: [EndpointSlice] = []
  /// Ingress objects.
  package var ingresses: [Ingress] = []
  /// IngressClass objects.
  package var ingressClasses: [IngressClass] = []
  /// NetworkPolicy objects.
  package var networkPolicies: [NetworkPolicy] = []
  /// ConfigMap objects.
  package var configMaps: [ConfigMap] = []
  /// Secret objects.
  package var secrets: [Secret] = []
  /// ServiceAccount objects.
  package var serviceAccounts: [ServiceAccount] = []
  /// StorageClass objects.
  package var storageClasses: [StorageClass] = []
  /// CSINode objects.
  package var csiNodes: [CSINode] = []
  /// CSIDriver objects.
  package var csiDrivers: [CSIDriver] = []
  /// CSIStorageCapacity objects.
  package var csiStorageCapacities: [CSIStorageCapacity] = []
  /// PersistentVolume objects.
  package var persistentVolumes: [PersistentVolume] = []
  /// PersistentVolumeClaim objects.
  package var persistentVolumeClaims: [PersistentVolumeClaim] = []
  /// PodDisruptionBudget objects.
  package var podDisruptionBudgets: [PodDisruptionBudget] = []
  /// RuntimeClass objects.
  package var runtimeClasses: [RuntimeClass] = []
  /// PriorityClass objects.
  package var priorityClasses: [PriorityClass] = []
  /// ResourceQuota objects.
  package var resourceQuotas: [ResourceQuota] = []
  /// LimitRange objects.
  package var limitRanges: [LimitRange] = []
  /// HorizontalPodAutoscaler objects.
  package var horizontalPodAutoscalers: [HorizontalPodAutoscaler] = []
  /// Role objects.
  package var roles: [Role] = []
  /// ClusterRole objects.
  package var clusterRoles: [ClusterRole] = []
  /// RoleBinding objects.
  package var roleBindings: [RoleBinding] = []
  /// ClusterRoleBinding objects.
  package var clusterRoleBindings: [ClusterRoleBinding] = []
  /// MutatingWebhookConfiguration and ValidatingWebhookConfiguration objects.
  package var webhookConfigurations: [WebhookConfiguration] = []
  /// Gateway objects.
  package var gateways: [Gateway] = []
  /// VirtualService objects.
  package var virtualServices: [VirtualService] = []
  /// DestinationRule objects.
  package var destinationRules: [DestinationRule] = []
  /// ServiceEntry objects.
  package var serviceEntries: [ServiceEntry] = []
  /// Sidecar objects.
  package var istioSidecars: [IstioSidecar] = []
  /// EnvoyFilter objects.
  package var envoyFilters: [EnvoyFilter] = []
  /// PeerAuthentication objects.
  package var peerAuthentications: [PeerAuthentication] = []
  /// RequestAuthentication objects.
  package var requestAuthentications: [RequestAuthentication] = []
  /// AuthorizationPolicy objects.
  package var authorizationPolicies: [AuthorizationPolicy] = []
  /// Certificate objects.
  package var certificates: [Certificate] = []
  /// Issuer and ClusterIssuer objects.
  package var issuers: [Issuer] = []
  /// ServiceMonitor objects.
  package var serviceMonitors: [ServiceMonitor] = []
  /// PodMonitor objects.
  package var podMonitors: [PodMonitor] = []
  /// PrometheusRule objects.
  package var prometheusRules: [PrometheusRule] = []
  /// Prometheus objects.
  package var prometheuses: [Prometheus] = []
  /// Alertmanager objects.
  package var alertmanagers: [Alertmanager] = []
  /// Rollout objects.
  package var rollouts: [Rollout] = []
  /// AnalysisTemplate objects.
  package var analysisTemplates: [AnalysisTemplate] = []
  /// Canary objects.
  package var canaries: [Canary] = []
  /// Cluster objects.
  package var postgresClusters: [PostgresCluster] = []
  /// The identities of all objects, of known kinds and others, in the order of the input.
  package var objects: [ObjectIdentity] = []
  /// The finalizers of those objects that have any.
  package var finalizers: [ObjectIdentity: [String]] = [:]
  /// Velero's Schedule objects.
  package var veleroSchedules: [VeleroSchedule] = []
  /// Velero's Backup objects.
  package var veleroBackups: [VeleroBackup] = []
  /// BackupStorageLocation objects.
  package var backupStorageLocations: [BackupStorageLocation] = []
  /// ScheduledBackup objects.
  package var scheduledBackups: [ScheduledBackup] = []
  /// ObjectStore objects of CloudNativePG's plugin for Barman.
  package var barmanObjectStores: [BarmanObjectStore] = []
  /// Backup objects of CloudNativePG.
  package var postgresBackups: [PostgresBackupOrder] = []
  /// Pooler objects.
  package var poolers: [Pooler] = []
  /// Kafka objects.
  package var kafkaClusters: [KafkaCluster] = []
  /// KafkaNodePool objects.
  package var kafkaNodePools: [KafkaNodePool] = []
  /// KafkaTopic objects.
  package var kafkaTopics: [KafkaTopic] = []
  /// RedisCluster objects.
  package var redisClusters: [RedisClusterResource] = []
  /// RedisFailover objects.
  package var redisFailovers: [RedisFailoverResource] = []
  /// Resources of which operators make plain objects; those are among the objects of their kinds.
  package var operated: [OperatedResource] = []
  /// Objects of kinds that the twin does not know.
  package var unknown: [ManifestDocument] = []

  /// Makes a platform without objects.
  package init() {}
}
