"""Team reports; a report whole adds its sections and what the day makes of it."""

from app.models.schemas.team_report import ReportSectionRead, TeamReportRow
from app.models.team_report import TeamReport, TeamReportSection

PAIRS = [(TeamReportRow, TeamReport), (ReportSectionRead, TeamReportSection)]
