//! The bodies of all commands, each in the file of its verb.

use crate::App;
use crate::app::held;
use crate::contract::*;

impl Commands for App {
    fn status(&self, _: Nothing) -> Result<Status, CallError> {
        self.session_status()
    }
    fn enrol(&self, request: EnrolRequest) -> Result<Status, CallError> {
        let _alone = held(&self.writing);
        self.enrol_tablet(request)
    }
    fn unlock(&self, request: UnlockRequest) -> Result<Status, CallError> {
        let _alone = held(&self.writing);
        self.unlock_person(request)
    }
    fn unlock_number(&self, request: ForPerson) -> Result<UnlockNumber, CallError> {
        self.number_to_read_out(&request)
    }
    fn unlock_by_code(&self, request: UnlockByCode) -> Result<Status, CallError> {
        let _alone = held(&self.writing);
        self.unlock_with_code(&request)
    }
    fn unlock_code(&self, request: AnswerNumber) -> Result<UnlockCode, CallError> {
        self.answer_number(&request)
    }
    fn lock(&self, _: Nothing) -> Result<Status, CallError> {
        self.lock_tablet()
    }
    fn touched(&self, _: Nothing) -> Result<Nothing, CallError> {
        Ok(Nothing {})
    }
    fn demo_signal(&self, request: DemoSignal) -> Result<Status, CallError> {
        self.switch_signal(request)
    }
    fn sync_now(&self, _: Nothing) -> Result<SyncOutcome, CallError> {
        self.sync_at_once()
    }
    fn today(&self, _: Nothing) -> Result<Today, CallError> {
        self.today_page()
    }
    fn start_patrol_choices(&self, _: Nothing) -> Result<StartChoices, CallError> {
        self.patrol_choices()
    }
    fn start_patrol(&self, request: StartPatrol) -> Result<PatrolView, CallError> {
        let _alone = held(&self.writing);
        self.begin_patrol(request)
    }
    fn patrol(&self, request: PatrolRequest) -> Result<PatrolView, CallError> {
        self.show_patrol(request)
    }
    fn walk_round(&self, request: ById) -> Result<PatrolView, CallError> {
        let _alone = held(&self.writing);
        self.begin_round(&request.id)
    }
    fn hotspots(&self, request: HotspotsRequest) -> Result<Vec<HotspotLine>, CallError> {
        self.hotspots_to_check(request)
    }
    fn directory(&self, request: HotspotsRequest) -> Result<Directory, CallError> {
        self.directory_of(&request)
    }
    fn nothing_found(&self, request: CheckHotspot) -> Result<Saved, CallError> {
        let _alone = held(&self.writing);
        self.check_hotspot(&request.hotspot)
    }
    fn undo_check(&self, request: ById) -> Result<Nothing, CallError> {
        let _alone = held(&self.writing);
        self.take_check_back(&request.id)
    }
    fn im_fine(&self, _: Nothing) -> Result<Status, CallError> {
        let _alone = held(&self.writing);
        self.say_fine()
    }
    fn end_patrol(&self, _: Nothing) -> Result<PatrolView, CallError> {
        let _alone = held(&self.writing);
        self.finish_patrol()
    }
    fn carry_on_patrol(&self, request: ById) -> Result<PatrolView, CallError> {
        let _alone = held(&self.writing);
        self.resume_patrol(&request.id)
    }
    fn submit_patrol(&self, request: SubmitPatrol) -> Result<PatrolView, CallError> {
        let _alone = held(&self.writing);
        self.hand_in_patrol(request)
    }
    fn kinds(&self, _: Nothing) -> Result<Vec<KindTile>, CallError> {
        self.kind_tiles()
    }
    fn open_form(&self, request: OpenForm) -> Result<Form, CallError> {
        let _alone = held(&self.writing);
        self.begin_form(request)
    }
    fn set_answers(&self, request: SetAnswers) -> Result<Form, CallError> {
        let _alone = held(&self.writing);
        self.keep_answers(request)
    }
    fn locate(&self, _: Nothing) -> Result<DeviceReading, CallError> {
        self.find_place()
    }
    fn places(&self, request: PlacesRequest) -> Result<Vec<PlaceChoice>, CallError> {
        self.places_to_choose(&request)
    }
    fn set_place(&self, request: SetPlace) -> Result<Form, CallError> {
        let _alone = held(&self.writing);
        self.keep_place(request)
    }
    fn say_same(&self, request: SaySame) -> Result<Form, CallError> {
        let _alone = held(&self.writing);
        self.say_same_one(request)
    }
    fn remove_photo(&self, request: RemovePhoto) -> Result<Form, CallError> {
        let _alone = held(&self.writing);
        self.drop_photo(request)
    }
    fn save_form(&self, request: ById) -> Result<Saved, CallError> {
        let _alone = held(&self.writing);
        self.save_draft(&request.id)
    }
    fn discard_form(&self, request: ById) -> Result<Nothing, CallError> {
        let _alone = held(&self.writing);
        self.discard_draft(&request.id)
    }
    fn undo_save(&self, request: ById) -> Result<Form, CallError> {
        let _alone = held(&self.writing);
        self.take_back(&request.id)
    }
    fn read_mark(&self, request: ReadMark) -> Result<Mark, CallError> {
        Ok(crate::recording::mark(&request.typed))
    }
    fn findings(&self, request: FindingsRequest) -> Result<FindingsPage, CallError> {
        self.list_findings(request)
    }
    fn areas(&self, _: Nothing) -> Result<AreaChoices, CallError> {
        self.area_choices()
    }
    fn order_areas(&self, _: Nothing) -> Result<OrderAreas, CallError> {
        self.list_order_areas()
    }
    fn finding(&self, request: ById) -> Result<FindingView, CallError> {
        self.show_finding(&request.id)
    }
    fn withdraw(&self, request: Withdraw) -> Result<FindingView, CallError> {
        let _alone = held(&self.writing);
        self.withdraw_finding(request)
    }
    fn restore(&self, request: ById) -> Result<FindingView, CallError> {
        let _alone = held(&self.writing);
        self.restore_finding(&request.id)
    }
    fn settle(&self, request: Settle) -> Result<FindingView, CallError> {
        let _alone = held(&self.writing);
        self.settle_versions(request)
    }
    fn ask(&self, request: Ask) -> Result<FindingView, CallError> {
        self.ask_question(request)
    }
    fn answer(&self, request: Answer) -> Result<FindingView, CallError> {
        self.answer_question(request)
    }
    fn ask_dvla(&self, request: AskDvla) -> Result<FindingView, CallError> {
        let _alone = held(&self.writing);
        self.ask_the_dvla(request)
    }
    fn type_dvla(&self, request: DvlaTyped) -> Result<FindingView, CallError> {
        let _alone = held(&self.writing);
        self.type_what_was_told(request)
    }
    fn arrived(&self, request: ArrivedRequest) -> Result<Arrived, CallError> {
        self.what_has_arrived(request)
    }
    fn photo_policy(&self, _: Nothing) -> Result<PhotoPolicyView, CallError> {
        self.when_photos_go()
    }
    fn set_photo_policy(&self, request: SetPhotoPolicy) -> Result<PhotoPolicyView, CallError> {
        self.choose_when_photos_go(request)
    }
    fn send_photos_now(&self, _: Nothing) -> Result<SyncOutcome, CallError> {
        self.unlocked()?;
        self.sync_with_photos()
    }
    fn fetch_photo(&self, request: FetchPhoto) -> Result<Nothing, CallError> {
        self.ask_for_photo(&request)
    }
    fn bundle(&self, _: Nothing) -> Result<BundleState, CallError> {
        self.bundle_state()
    }
    fn write_bundle(&self, _: Nothing) -> Result<BundleWritten, CallError> {
        self.write_bundle_to(None)
    }
    fn review_queue(&self, _: Nothing) -> Result<ReviewQueue, CallError> {
        self.queue()
    }
    fn review_patrol(&self, request: ReviewOpened) -> Result<ReviewPatrol, CallError> {
        self.patrol_under_review(&request)
    }
    fn reviewed(&self, request: ReviewedRequest) -> Result<ReviewedPatrols, CallError> {
        self.list_reviewed(&request)
    }
    fn approve(&self, request: Approve) -> Result<ReviewQueue, CallError> {
        let _alone = held(&self.writing);
        self.approve_patrols(request)
    }
    fn send_back(&self, request: SendBack) -> Result<ReviewQueue, CallError> {
        let _alone = held(&self.writing);
        self.send_patrol_back(request)
    }
    fn rounds_walked(&self, request: RoundsRequest) -> Result<RoundsWalked, CallError> {
        self.list_rounds(&request)
    }
    fn tasks(&self, request: TasksRequest) -> Result<Tasks, CallError> {
        self.list_tasks(request)
    }
    fn hand_over(&self, request: HandOver) -> Result<FindingView, CallError> {
        let _alone = held(&self.writing);
        self.hand_task_over(request)
    }
    fn end_cover(&self, request: ById) -> Result<Tasks, CallError> {
        let _alone = held(&self.writing);
        self.end_cover_now(&request.id)
    }
    fn end_deputy(&self, request: ById) -> Result<Tasks, CallError> {
        let _alone = held(&self.writing);
        self.end_deputy_now(&request.id)
    }
    fn cases(&self, _: Nothing) -> Result<Cases, CallError> {
        self.list_cases()
    }
    fn put_in_case(&self, request: PutInCase) -> Result<FindingView, CallError> {
        let _alone = held(&self.writing);
        self.put_into_case(request)
    }
    fn referrals(&self, _: Nothing) -> Result<Referrals, CallError> {
        self.list_referrals()
    }
    fn tablets(&self, _: Nothing) -> Result<Tablets, CallError> {
        self.list_tablets()
    }
    fn pages_to_check(&self, _: Nothing) -> Result<PagesToCheck, CallError> {
        self.list_pages_to_check()
    }
    fn decide_page(&self, request: DecidePage) -> Result<PagesToCheck, CallError> {
        let _alone = held(&self.writing);
        self.decide_on_page(request)
    }
    fn pact_panels(&self, _: Nothing) -> Result<PactPanels, CallError> {
        self.list_panels()
    }
    fn pact_sheet(&self, request: ById) -> Result<PactSheet, CallError> {
        self.sheet_of(&request)
    }
    fn daily_call(&self, _: Nothing) -> Result<CallView, CallError> {
        self.call_page()
    }
    fn start_call(&self, _: Nothing) -> Result<CallView, CallError> {
        let _alone = held(&self.writing);
        self.begin_call()
    }
    fn attend_call(&self, request: AttendCall) -> Result<CallView, CallError> {
        let _alone = held(&self.writing);
        self.mark_attendance(&request)
    }
    fn end_call(&self, _: Nothing) -> Result<CallView, CallError> {
        let _alone = held(&self.writing);
        self.finish_call()
    }
    fn add_issue(&self, request: AddIssue) -> Result<CallView, CallError> {
        let _alone = held(&self.writing);
        self.raise_issue(request)
    }
    fn allocate_issue(&self, request: AllocateIssue) -> Result<CallView, CallError> {
        let _alone = held(&self.writing);
        self.give_issue(request)
    }
    fn say_outcome(&self, request: SayOutcome) -> Result<CallView, CallError> {
        let _alone = held(&self.writing);
        self.close_issue(request)
    }
    fn partner_sheet(&self, request: ById) -> Result<PartnerSheet, CallError> {
        self.sheet_for(&request.id)
    }
    fn save_partner_sheet(&self, request: ById) -> Result<Exported, CallError> {
        self.save_sheet_for(&request.id)
    }
    fn figures(&self, request: FiguresRequest) -> Result<FiguresView, CallError> {
        self.report(&request)
    }
    fn data_page(&self, request: FiguresRequest) -> Result<DataPage, CallError> {
        self.show_data_page(&request)
    }
    fn figure(&self, request: FigureRequest) -> Result<FigureView, CallError> {
        self.open_figure(&request)
    }
    fn figure_findings(&self, request: FigureRequest) -> Result<FigureFindings, CallError> {
        self.list_of_figure(&request)
    }
    fn write_report(&self, request: WriteReport) -> Result<Exported, CallError> {
        self.report_as_file(&request)
    }
    fn repeats(&self, request: RepeatsRequest) -> Result<RepeatsView, CallError> {
        self.list_repeats(&request)
    }
    fn open_repeat_case(&self, request: OpenRepeatCase) -> Result<OpenedCase, CallError> {
        let _alone = held(&self.writing);
        self.open_case_of_repeat(&request)
    }
    fn write_repeats(&self, request: WriteRepeats) -> Result<Exported, CallError> {
        self.repeats_as_file(&request)
    }
    fn export_findings(&self, request: ExportRequest) -> Result<Exported, CallError> {
        self.export_list(&request)
    }
    fn export_figure(&self, request: ExportFigure) -> Result<Exported, CallError> {
        self.export_findings_of_figure(&request)
    }
    fn write_foi_pack(&self, request: FoiRequest) -> Result<Exported, CallError> {
        self.foi_pack(&request)
    }
    fn write_fly_tip_return(&self, request: FlyTipReturn) -> Result<Exported, CallError> {
        self.fly_tip_return(&request)
    }
    fn export_progress(&self, _: Nothing) -> Result<ExportProgress, CallError> {
        self.how_far_export()
    }
    fn stop_export(&self, _: Nothing) -> Result<ExportProgress, CallError> {
        self.stop_the_export()
    }
    fn publish_report(&self, request: PublishReport) -> Result<PublishedView, CallError> {
        let _alone = held(&self.writing);
        self.publish(&request)
    }
    fn published_reports(&self, _: Nothing) -> Result<PublishedReports, CallError> {
        self.list_published()
    }
    fn published_report(&self, request: ById) -> Result<PublishedView, CallError> {
        self.show_published(&request.id)
    }
    fn typed_figures(&self, request: FiguresRequest) -> Result<TypedFigures, CallError> {
        self.list_typed(&request)
    }
    fn sealed_figures(&self, request: SealedRequest) -> Result<SealedFigures, CallError> {
        self.figures_of_sealed(request)
    }
    fn type_figure(&self, request: TypeFigure) -> Result<TypedFigures, CallError> {
        let _alone = held(&self.writing);
        self.type_in(&request)
    }
    fn warden_report(&self, request: WardenMonth) -> Result<WardenReport, CallError> {
        self.month_of_wardens(&request)
    }
    fn write_warden_report(&self, request: WardenMonth) -> Result<Exported, CallError> {
        self.wardens_as_file(&request)
    }
    fn place_told(&self, request: PlaceAsked) -> Result<PlaceTold, CallError> {
        self.tell_of_place(&request)
    }
    fn write_place_told(&self, request: WritePlaceTold) -> Result<Exported, CallError> {
        self.place_as_file(&request)
    }
    fn enquiries(&self, _: Nothing) -> Result<Enquiries, CallError> {
        self.list_enquiries()
    }
    fn enquiry(&self, request: ById) -> Result<EnquiryView, CallError> {
        self.show_enquiry(&request.id)
    }
    fn record_enquiry(&self, request: RecordEnquiry) -> Result<EnquiryView, CallError> {
        let _alone = held(&self.writing);
        self.keep_enquiry(request)
    }
    fn answer_enquiry(&self, request: AnswerEnquiry) -> Result<EnquiryView, CallError> {
        let _alone = held(&self.writing);
        self.send_answer(&request)
    }
}
