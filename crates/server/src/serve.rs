//! `bellwether serve`: opens the application, prints the first sign-in once, and answers requests until it is
//! asked to stop; requests under way are finished then.

use crate::configuration::{Place, ServeOptions};
use crate::failure::Failure;
use crate::pages;
use actix_web::{HttpServer, rt};
use bellwether_api::{Api, ApiConfig};
use bellwether_app::{App, AppConfig, FirstSignIn};
use futures_util::future::select;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

/// Threads that take requests; use cases run on others.
const WORKERS: usize = 2;
/// Use cases that run at once for each of them.
const BLOCKING_THREADS: usize = 32;
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// Within this time the head of a request must be complete.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// Within this time requests under way must end when the server stops.
const SHUTDOWN_SECONDS: u64 = 20;

/// Opens the application and serves it.
pub fn serve(place: &Place, options: &ServeOptions) -> Result<(), Failure> {
    let listener = bind(options)?;
    let app = open(place, options)?;
    if let Some(first) = app.first_sign_in()? {
        print_first_sign_in(&first, options);
    }
    answer(listener, app, place, options)
}

/// Takes the port; done first, so that nothing is made or shown when somebody else has it.
pub fn bind(options: &ServeOptions) -> Result<TcpListener, Failure> {
    let address = SocketAddr::new(options.bind, options.port);
    TcpListener::bind(address).map_err(|error| unbound(address, &error))
}

/// The application, with the limits of a server.
pub fn open(place: &Place, options: &ServeOptions) -> Result<Arc<App>, Failure> {
    let config = AppConfig {
        max_upload_bytes: options.max_upload_bytes(),
        outbound: options.outbound.outbound(),
        ..place.app_config()
    };
    Ok(App::open(config)?)
}

/// Answers requests until the process is asked to stop.
pub fn answer(
    listener: TcpListener,
    app: Arc<App>,
    place: &Place,
    options: &ServeOptions,
) -> Result<(), Failure> {
    let config = ApiConfig {
        trusts_proxy: options.behind_proxy,
        max_upload_bytes: options.max_upload_bytes(),
        upload_dir: place.app_config().upload_dir(),
        requests_per_second: options.requests_per_second,
        request_burst: options.request_burst,
        pages: pages::page,
    };
    let api = Api::new(app.clone(), config);
    let server = HttpServer::new(move || api.service())
        .workers(WORKERS)
        .worker_max_blocking_threads(BLOCKING_THREADS)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEAD_TIMEOUT)
        .shutdown_timeout(SHUTDOWN_SECONDS)
        .disable_signals()
        .listen(listener)
        .map_err(|error| Failure::Said(format!("Cannot listen: {error}")))?;
    println!("Bellwether is at {}. Stop it with Ctrl+C.", url(options));
    let ended = rt::System::new().block_on(async {
        let running = server.run();
        let handle = running.handle();
        rt::spawn(async move {
            asked_to_stop().await;
            // Streams of events would never end by themselves.
            app.end_news();
            handle.stop(true).await;
        });
        running.await
    });
    ended.map_err(|error| Failure::Said(format!("The server stopped: {error}")))
}

/// Waits for Ctrl+C or, from a service manager, SIGTERM.
async fn asked_to_stop() {
    let interrupted = rt::signal::ctrl_c();
    #[cfg(unix)]
    {
        use rt::signal::unix::{SignalKind, signal};
        let Ok(mut terminated) = signal(SignalKind::terminate()) else {
            drop(interrupted.await);
            return;
        };
        drop(select(pin!(interrupted), pin!(terminated.recv())).await);
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}

/// Where a browser on this machine finds the server.
pub fn url(options: &ServeOptions) -> String {
    if options.bind.is_unspecified() || options.bind.is_loopback() {
        format!("http://localhost:{}", options.port)
    } else {
        format!("http://{}", SocketAddr::new(options.bind, options.port))
    }
}

fn unbound(address: SocketAddr, error: &std::io::Error) -> Failure {
    Failure::Said(match error.kind() {
        ErrorKind::AddrInUse => {
            format!(
                "Port {} is in use. Stop the other program, or choose another port with --port.",
                address.port()
            )
        }
        ErrorKind::PermissionDenied => {
            format!("Port {} needs more rights. Choose one above 1023 with --port.", address.port())
        }
        ErrorKind::AddrNotAvailable => {
            format!("{} is no address of this machine. Choose another with --bind.", address.ip())
        }
        _other => format!("Cannot listen on {address}: {error}"),
    })
}

fn print_first_sign_in(first: &FirstSignIn, options: &ServeOptions) {
    println!("This is a new installation. Its first sign-in, shown only now:");
    println!("  address   {}", url(options));
    println!("  e-mail    {}", first.email);
    println!("  password  {}", first.password);
    println!();
}
