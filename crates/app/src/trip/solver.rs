//! Orders proposed by vrp-core, a solver of vehicle routing problems: it takes some neighbouring stops out and puts
//! them back in better, over and over.
//!
//! Left to itself it prints, uses every core, stops by the clock and draws lots that differ from run to run. Here it
//! is silent, has one thread of its own and a fixed number of rounds; what it takes out is chosen by [`Around`] and
//! what it begins with by [`InOrder`], because its own parts ask hash tables for the first of many. So the same
//! stops always get the same order.

use super::roads::Distances;
use std::iter::once;
use std::sync::Arc;
use vrp_core::models::problem::{Job, TransportCost};
use vrp_core::prelude::{
    Environment, GenericResult, GoalContext, GoalContextBuilder, InfoLogger, InsertionContext,
    MinimizeUnassignedBuilder, Problem, ProblemBuilder, Random, SimpleTransportCost, SingleBuilder, Solver,
    TransportFeatureBuilder, VehicleBuilder, VehicleDetailBuilder,
};
use vrp_core::rosomaxa::evolution::{InitialOperator, TelemetryMode};
use vrp_core::rosomaxa::population::Greedy;
use vrp_core::rosomaxa::utils::{DefaultRandom, Parallelism};
use vrp_core::solver::search::{
    Recreate, RecreateWithBlinks, RecreateWithCheapest, RecreateWithFarthest, RecreateWithNearestNeighbor,
    RecreateWithSkipBest, Ruin, RuinAndRecreate, WeightedRecreate,
};
use vrp_core::solver::{
    ProblemConfigBuilder, RefinementContext, TargetHeuristic, TargetPopulation,
    create_scalar_operator_probability, get_static_heuristic_from_heuristic_group,
};

/// Rounds; more of them shorten trips of sixty stops by less than one per cent.
const ROUNDS: usize = 400;
/// Most stops taken out at once.
const MOST_TAKEN: usize = 16;
/// Orders to begin with.
const BEGINNINGS: usize = 3;

/// A short order of all places that starts at place 0; none when the solver gives up.
pub(super) fn proposed(distances: &Distances, returns: bool) -> Option<Vec<usize>> {
    // A thread of its own begins with the same seed every time, and whatever would be parallel stays on it.
    let order = Parallelism::new(1, 1)
        .thread_pool_execute(0, || solve(distances, returns).map_err(|error| error.to_string()));
    match order {
        Ok(order) if order.len() == distances.places() => Some(order),
        Ok(order) => {
            tracing::error!(visited = order.len(), "the trip solver left stops out");
            None
        }
        Err(reason) => {
            tracing::error!(reason, "the trip solver gave up");
            None
        }
    }
}

fn solve(distances: &Distances, returns: bool) -> GenericResult<Vec<usize>> {
    let silent: InfoLogger = Arc::new(|_words: &str| {});
    let problem = Arc::new(problem_of(distances, returns, silent.clone())?);
    let random: Arc<dyn Random> = Arc::new(DefaultRandom::new_repeatable());
    let one_core = Parallelism::new_with_cpus(1);
    let environment = Arc::new(Environment::new(random.clone(), None, one_core, silent, false));
    let population: TargetPopulation = Box::new(Greedy::new(problem.goal.clone(), 1, None));
    let context =
        RefinementContext::new(problem.clone(), population, TelemetryMode::None, environment.clone());
    let begin = |recreate: Arc<dyn Recreate>| (Box::new(InOrder(recreate)) as _, 1);
    let beginnings = vec![
        begin(Arc::new(RecreateWithCheapest::new(random.clone()))),
        begin(Arc::new(RecreateWithNearestNeighbor::new(random.clone()))),
        begin(Arc::new(RecreateWithFarthest::new(random))),
    ];
    let config = ProblemConfigBuilder::default()
        .with_heuristic(heuristic(&problem, &environment))
        .with_context(context)
        .with_initial(BEGINNINGS, 0.05, beginnings)
        .with_max_generations(Some(ROUNDS))
        .build()?;
    let solution = Solver::new(problem, config).solve()?;
    let visits = solution.routes.iter().flat_map(|route| route.tour.all_activities());
    let stops = visits.filter(|visit| visit.job.is_some()).map(|visit| visit.place.location);
    Ok(once(0).chain(stops).collect())
}

/// One vehicle that visits every place but the first, where it starts.
fn problem_of(distances: &Distances, returns: bool, silent: InfoLogger) -> GenericResult<Problem> {
    let transport: Arc<dyn TransportCost> =
        Arc::new(SimpleTransportCost::new(distances.all().to_vec(), distances.all().to_vec())?);
    let stop = |place| SingleBuilder::default().location(place)?.build_as_job();
    let stops = (1..distances.places()).map(stop).collect::<GenericResult<Vec<Job>>>()?;
    let mut ends = VehicleDetailBuilder::default().set_start_location(0);
    if returns {
        ends = ends.set_end_location(0);
    }
    ProblemBuilder::default()
        .add_jobs(stops.into_iter())
        .add_vehicle(VehicleBuilder::default().add_detail(ends.build()?).build()?)
        .with_goal(goal(transport.clone())?)
        .with_transport_cost(transport)
        .with_logger(silent)
        .build()
}

/// Every stop, then few kilometres.
fn goal(transport: Arc<dyn TransportCost>) -> GenericResult<GoalContext> {
    let every_stop = MinimizeUnassignedBuilder::new("every stop").build()?;
    let few_kilometres = TransportFeatureBuilder::new("few kilometres")
        .set_transport_cost(transport)
        .set_time_constrained(false)
        .build_minimize_distance()?;
    GoalContextBuilder::with_features(&[every_stop, few_kilometres])?.build()
}

/// What is done in every round.
fn heuristic(problem: &Arc<Problem>, environment: &Arc<Environment>) -> TargetHeuristic {
    let random = &environment.random;
    let recreate: Vec<(Arc<dyn Recreate>, usize)> = vec![
        (Arc::new(RecreateWithBlinks::new_with_defaults(random.clone())), 1),
        (Arc::new(RecreateWithSkipBest::new(1, 2, random.clone())), 1),
    ];
    let step = RuinAndRecreate::new(Arc::new(Around), Arc::new(WeightedRecreate::new(recreate)));
    let always = create_scalar_operator_probability(1.0, random.clone());
    let group = vec![(Arc::new(step) as _, always)];
    Box::new(get_static_heuristic_from_heuristic_group(problem.clone(), environment.clone(), group))
}

/// Takes out stops around one drawn by lot: those near it, or those visited before and after it.
struct Around;

impl Ruin for Around {
    fn run(&self, _context: &RefinementContext, mut trip: InsertionContext) -> InsertionContext {
        let (problem, random) = (trip.problem.clone(), trip.environment.random.clone());
        let stops = problem.jobs.all();
        let most = stops.len().min(MOST_TAKEN);
        let count = drawn(&*random, 2, most);
        let Some(middle) = stops.get(drawn(&*random, 0, stops.len().saturating_sub(1))) else { return trip };
        let Some(route) = trip.solution.routes.first_mut() else { return trip };
        let taken: Vec<Job> = if random.is_head_not_tails() {
            let profile = route.route().actor.vehicle.profile.clone();
            let near = problem.jobs.neighbors(&profile, middle, 0.0).map(|(stop, _cost)| stop);
            // Not all of them, so that the same stop in the middle does not always mean the same.
            once(middle).chain(near).filter(|_| random.is_hit(0.8)).take(count).cloned().collect()
        } else {
            let tour = &route.route().tour;
            let from =
                tour.index(middle).map_or(1, |place| place.saturating_sub(drawn(&*random, 0, count - 1)));
            (from.max(1)..).take(count).filter_map(|place| tour.get(place)?.retrieve_job()).collect()
        };
        for stop in taken {
            if route.route_mut().tour.remove(&stop) {
                trip.solution.required.push(stop);
            }
        }
        trip
    }
}

/// A number from `least` to `most`, both included.
fn drawn(random: &dyn Random, least: usize, most: usize) -> usize {
    let bound = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let number = random.uniform_int(bound(least.min(most)), bound(most));
    usize::try_from(number).unwrap_or(least)
}

/// Begins with the stops in the order they were asked for.
struct InOrder(Arc<dyn Recreate>);

impl InitialOperator for InOrder {
    type Context = RefinementContext;
    type Objective = GoalContext;
    type Solution = InsertionContext;

    fn create(&self, context: &RefinementContext) -> InsertionContext {
        let mut trip = InsertionContext::new(context.problem.clone(), context.environment.clone());
        let mut stops: Vec<Job> = trip.solution.unassigned.drain().map(|(stop, _reason)| stop).collect();
        stops.sort_by_key(|stop| stop.places().next().and_then(|place| place.location));
        trip.solution.required = stops;
        self.0.run(context, trip)
    }
}
