import Cluster
import Manifests
import Metrics
import SimulationKernel

/// Everything that is scraped: one exporter a source, named and labelled as the real ones.
struct Exporters {
  private var book = SeriesBook()
  private var pods = PodExporter()
  private var reasons = PodReasonExporter()
  private var workloads = WorkloadExporter()
  private var replicaSets = ReplicaSetExporter()
  private var jobs = JobExporter()
  private var budgets = BudgetExporter()
  private var claims = ClaimExporter()
  private var scheduler = SchedulerExporter()
  private var controlPlane = ControlPlaneExporter()
  private var autoscalers = AutoscalerExporter()
  private var quotas = QuotaExporter()
  private var nodeAutoscaler = NodeAutoscalerExporter()
  private var nodes = NodeExporter()
  private var interfaces = NetworkExporter()
  private var services = ServiceExporter()
  private var endpoints = EndpointExporter()
  private var policies = PolicyExporter()
  private var names = NameExporter()
  private var journeys = JourneyExporter()
  private var usage = UsageExporter()
  private var occupancy = OccupancyExporter()
  private var topics = TopicExporter()
  private var stores: StoreExporter
  private var volumes: VolumeExporter
  private var backups: BackupExporter

  init(_ platform: Platform) {
    stores = StoreExporter(platform.stores)
    volumes = VolumeExporter(platform.stores)
    backups = BackupExporter(platform.stores)
  }

  /// A sample of every series that has one now, and the series that are new: few in every second,
  /// all at a scrape.
  mutating func collect(_ world: borrowing World, at time: SimTime, isScrape: Bool)
    -> ([SeriesDefinition], [Sample])
  {
    usage.observe(world)
    topics.collect(world, at: time, isScrape: isScrape, into: &book)
    stores.collect(world, isScrape: isScrape, into: &book)
    if isScrape { scrape(world, at: time) }
    return book.take()
  }

  private mutating func scrape(_ world: borrowing World, at time: SimTime) {
    book.reserveScrape()
    pods.scrape(world, at: time, into: &book)
    reasons.scrape(world, at: time, into: &book)
    workloads.scrape(world, at: time, into: &book)
    replicaSets.scrape(world, into: &book)
    jobs.scrape(world, at: time, into: &book)
    budgets.scrape(world, into: &book)
    claims.scrape(world, into: &book)
    scheduler.scrape(world, into: &book)
    controlPlane.scrape(world, at: time, into: &book)
    autoscalers.scrape(world, into: &book)
    quotas.scrape(world, at: time, into: &book)
    nodeAutoscaler.scrape(world, at: time, into: &book)
    nodes.scrape(world, at: time, into: &book)
    interfaces.scrape(world, into: &book)
    services.scrape(world, into: &book)
    endpoints.scrape(world, into: &book)
    policies.scrape(world, into: &book)
    names.scrape(world, at: time, into: &book)
    journeys.scrape(world, into: &book)
    usage.scrape(world, at: time, into: &book)
    occupancy.scrape(world, at: time, into: &book)
    stores.scrape(world, at: time, into: &book)
    volumes.scrape(world, into: &book)
    backups.scrape(world, at: time, into: &book)
  }
}
